-- service_class: which of the classes of etl/warehouse/retirement.py a length of service, or else its band, falls in; empty if unknown.
create macro used.service_class(service_years, service_band, period) as
    case
        when service_years is not null then
            getvariable('class_of_year')[1 + floor(least(service_years, len(getvariable('class_of_year')) - 1))::integer]
            + (12 * service_years >= datediff('month', getvariable('csrs_closed'), period) + 1)::smallint
        when service_band between 'A' and 'J' then getvariable('band_class') + ascii(service_band) - ascii('A') + 1
    end::smallint
