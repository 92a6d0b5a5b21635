-- macros: how text of theirs becomes a value of ours; the strings that mean withheld are the layout's (variable unknown).
create macro known(text) as
    case when not list_contains(getvariable('unknown'), upper(trim(text))) then trim(text) end;
-- A spreadsheet makes 1.00E+91 of the code 1E91; no code of OPM's has a point.
create macro is_number_now(code) as coalesce(contains(code, '.'), false);
create macro whole_code(text) as case when known(text) not like '%**' and not is_number_now(text) then known(text) end;
-- No figure of a workforce has sixteen digits, and from there on a number is not exact any more.
create macro finite(number) as case when abs(number) < 1e15 then number end;
create macro amount(text) as finite(try_cast(regexp_replace(known(text), '[$,]', '', 'g') as double));
-- How many people a row of records may stand for: nearly always it is one, and of executives, who become a row each, never
-- many; of everyone else no more than there are. Beyond, the count is some other number.
create macro believable(people, is_executive) as case when people between 1 and if(is_executive, 1000, 3000000) then people end;
create macro is_speakable(date) as year(date) between getvariable('earliest') and getvariable('latest');
create macro month_end(text) as
    case when is_speakable(try_strptime(known(text), '%Y%m')) then last_day(try_strptime(known(text), '%Y%m')::date) end;
create macro digits(text, width) as if(regexp_full_match(text, '[0-9]+'), lpad(text, greatest(width, length(text))::integer, '0'), text);
-- A day as data has it (2026-06-30, with or without a time) or as an American spreadsheet writes it (6/30/2026, 6/30/26).
create macro day(text) as
    case
        when regexp_full_match(known(text), '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ].*)?')
            then try_cast(split_part(replace(known(text), 'T', ' '), ' ', 1) as date)
        when regexp_full_match(known(text), '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( .*)?')
            then try_strptime(split_part(known(text), ' ', 1), '%m/%d/%Y')::date
        when regexp_full_match(known(text), '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}( .*)?')
            then try_strptime(split_part(known(text), ' ', 1), '%m/%d/%y')::date
    end;
-- A day that a figure can speak for.
create macro speakable_day(text) as case when is_speakable(day(text)) then day(text) end;
create macro whole(text) as case when amount(text) = floor(amount(text)) then amount(text)::bigint end;
create macro possible(day) as case when year(day) between 1900 and 2100 then day end;
-- A code alone or, as the Plum Books have it, behind its words: Noncareer Appointment(NA).
create macro code_within(text) as
    upper(coalesce(nullif(regexp_extract(text, '\(([A-Z]+)\)\s*$', 1), ''), known(text)));
create macro exists_without_digit(texts) as
    len([text for text in texts if text is not null and not regexp_matches(text, '[0-9]')]) > 0;
create macro name_key(text) as trim(regexp_replace(upper(text), '[^A-Z0-9]+', ' ', 'g'));
-- Whether a text can only be the name of an organization: what is in a column of agencies may be a person's.
create macro is_organization(text) as regexp_matches(
    name_key(text),
    '\b(ADMINISTRATION|ADVISORY|AGENCY|ASSOCIATION|AUTHORITY|BANK|BOARD|BUREAU|CAPITOL|CENTER|COMMISSION|COMMITTEE|COMPANY|CORPORATION|CORPS|COUNCIL|DEPARTMENT|ENDOWMENT|EXECUTIVE|FEDERAL|FOUNDATION|FUND|INSTITUTE|LIBRARY|MUSEUM|NATIONAL|OFFICE|PRESIDENT|PROGRAM|SERVICES?|STATES|SYSTEM|TRUST|UNITED)\b'
);
create macro ses_appointment(code) as
    case code when '50' then 'career' when '55' then 'noncareer' when '60' then 'limited_term' when '65' then 'limited_emergency' end;
create macro corps_of(pay_plan, appointment_code) as
    case
        when pay_plan = 'ES' or appointment_code in ('50', '55', '60', '65') then 'ses'
        when pay_plan in ('SL', 'ST', 'EX') then lower(pay_plan)
    end;
create macro is_schedule_c(appointment_code) as appointment_code in ('34', '44');
create macro is_policy_career(appointment_code) as appointment_code in ('67', '68');
create macro is_permanent(appointment_code) as
    appointment_code in ('10', '15', '30', '32', '34', '35', '36', '38', '50', '55', '67');
create macro education_group(code) as
    case when digits(code, 2) between '15' and '22' then 'advanced' when known(code) is not null then 'other' end;
create macro age_band_of(label) as
    case
        when regexp_full_match(upper(trim(label)), '(LESS THAN|UNDER) 20') then 'A'
        when regexp_full_match(upper(trim(label)), '65 (OR MORE|AND OVER)') then 'K'
        when regexp_full_match(trim(label), '(2[05]|3[05]|4[05]|5[05]|60)\s*-\s*[0-9]{2}')
            then chr(66 + (left(trim(label), 2)::integer - 20) // 5)
    end;
-- Service above sixty years comes of a sentinel such as 1900 for the day it began.
create macro is_absurd_service(years) as years < 0 or years > 60;
create macro service_band_of(years) as
    case
        when is_absurd_service(years) then null
        when years < 1 then 'A' when years < 3 then 'B' when years < 5 then 'C' when years < 10 then 'D'
        when years < 15 then 'E' when years < 20 then 'F' when years < 25 then 'G' when years < 30 then 'H'
        when years < 35 then 'I' when years >= 35 then 'J'
    end;
create macro yes(mark) as case upper(known(mark)) when 'Y' then true when 'YES' then true when 'N' then false when 'NO' then false end;
create macro capitalised(word) as
    case
        when word in ('of', 'the', 'for', 'and', 'on', 'to', 'in', 'a') then word
        when contains(word, '.') then upper(word)
        else array_to_string(list_transform(string_split(word, '-'), lambda part: upper(part[1]) || part[2:]), '-')
    end;
create macro title_case(text) as upper(trim(text)[1]) || array_to_string(
    list_transform(string_split_regex(lower(trim(text)), '\s+'), lambda word: capitalised(word)), ' '
)[2:];
