"""What is declared: indicators with their formulas, measures, tables, limits and caveats."""
