-- published: one row per published figure, in the words of its source table.
select * from listed_figures where is_kept
