/** Functions, keywords and operators as an editor shows them, from the tables that run them. */
import { families, keywords, operators } from '@usher/engine'

export function language() {
  return {
    functions: Object.entries(families).flatMap(([family, its]) =>
      Object.entries(its).map(([name, { syntax, summary, gives, takes, rest = [], examples, knownFrom }]) => ({
        name,
        family,
        syntax,
        summary,
        gives,
        parameters: [
          ...takes.map((one) => ({ name: one.name, isOptional: one.optional === true, repeats: false })),
          ...rest.map((one) => ({ name: one.name, isOptional: one.optional === true, repeats: true })),
        ],
        examples: examples.map(([expression, result]) => ({ expression, result: JSON.stringify(result) })),
        knownFrom: knownFrom ?? null,
      })),
    ),
    keywords,
    operators: Object.entries(operators).map(([name, { arity, types, summary }]) => ({ name, arity, types, summary })),
  }
}
