/**
 * Which memories match?
 *
 * <p>Way in: {@link dev.mneme.filter.Filter}; {@link dev.mneme.filter.FilterEvaluator} is the
 * definition of what one means. Threads: any, all is immutable. On disk: nothing. Not here: the
 * index that answers filters ({@code index.attribute}).
 *
 * <p>The grammar that {@link dev.mneme.filter.Filter#parse} reads:
 *
 * <pre>{@code
 * filter     = and { OR and }
 * and        = unary { AND unary }
 * unary      = NOT unary | "(" filter ")" | "*" | group | condition
 * group      = ( AND | OR ) "(" [ filter { "," filter } ] ")"     what infix cannot express: none or one operand
 * condition  = key [ operator ]                                   a bare key means key = TRUE
 * operator   = ( "=" | "==" | "!=" | "<>" ) literal
 *            | ( "<" | "<=" | ">" | ">=" ) ordered
 *            | [ NOT ] IN "(" [ literal { "," literal } ] ")"
 *            | [ NOT ] CONTAINS literal                           the same as =
 *            | [ NOT ] ( PREFIX | STARTS WITH ) string
 *            | [ NOT ] SUBSTRING string
 *            | [ NOT ] BETWEEN ordered AND ordered                both ends included, of one type
 *            | [ NOT ] EXISTS | IS [ NOT ] NULL
 * key        = word | '"' any '"' | "`" any "`"                   a quote inside is doubled
 * word       = ( letter | "_" ) { letter | digit | mark | "_" | "." | "-" | ":" }, not AND, OR, NOT, TRUE, FALSE
 * literal    = ordered | TRUE | FALSE
 * ordered    = string | integer | decimal | TIME ( string | integer )
 * string     = "'" any "'"                                        a quote inside is doubled
 * }</pre>
 *
 * <p>Keywords in any case, keys as written. Integers are 64 bits; a point or exponent makes a
 * double. A time is ISO-8601 with its zone, a date (midnight UTC) or epoch milliseconds. {@code
 * NOT} before a condition is true also for memories without the attribute; {@code !=} and {@code
 * key NOT IN}, {@code NOT CONTAINS}, {@code NOT PREFIX}, {@code NOT SUBSTRING}, {@code NOT BETWEEN}
 * want the attribute to be there, and none of its elements to match.
 */
@NullMarked
package dev.mneme.filter;

import org.jspecify.annotations.NullMarked;
