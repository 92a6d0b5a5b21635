-- reference_pay_plans: the pay plans whose grades are those of the General Schedule or their equivalent.
set variable graded_pay_plans = (select list(pay_plan) from pay_plans where is_graded_equivalent = 'true');
