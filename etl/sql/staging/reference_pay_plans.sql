-- reference_pay_plans: the pay plans whose grades are those of the General Schedule or their equivalent; those of Plum data.
set variable graded_pay_plans = (select list(pay_plan) from pay_plans where is_graded_equivalent = 'true');
-- Other pay plan, without compensation and chiefs of mission are no pay plans of OPM's workforce files.
set variable position_pay_plans = (
    select list(pay_plan) from (select pay_plan from pay_plans union select unnest(['OT', 'WC', 'FA']))
);
