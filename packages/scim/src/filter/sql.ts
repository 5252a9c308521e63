/** What a statement may carry as a parameter. Instants travel as ISO 8601 text, JSON as its text. */
export type SqlValue = string | number | boolean | null | readonly string[]

/**
 * A piece of a parameterised PostgreSQL statement: `texts` with one value between each two of them.
 *
 * It has the shape of a tagged template, so a query builder takes it as it is: `` sql(texts, ...values) ``. What a client
 * sent is only ever in `values`.
 */
export type Sql = { readonly texts: readonly string[]; readonly values: readonly SqlValue[] }

/** Writes a piece of SQL. Pieces are put in as they are, everything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  const texts: string[] = [strings[0] ?? '']
  const values: SqlValue[] = []
  const say = (text: string): void => {
    texts[texts.length - 1] += text
  }
  for (const [index, part] of parts.entries()) {
    if (isSql(part)) {
      say(part.texts[0] ?? '')
      texts.push(...part.texts.slice(1))
      values.push(...part.values)
    } else {
      values.push(part)
      texts.push('')
    }
    say(strings[index + 1] ?? '')
  }
  return { texts, values }
}

/** SQL that stands in the code, such as the name of a column. Never for anything that a client sent. */
export function raw(text: string): Sql {
  return { texts: [text], values: [] }
}

/** Joins pieces with a word between them. */
export function join(pieces: readonly Sql[], word: string): Sql {
  const [first, ...rest] = pieces
  return rest.reduce((all, piece) => sql`${all}${raw(word)}${piece}`, first ?? raw(''))
}

function isSql(part: Sql | SqlValue): part is Sql {
  return part !== null && typeof part === 'object' && 'texts' in part
}

/** The statement with `$1`, `$2`, … and its parameters, for a driver that has no builder. */
export function printSql(piece: Sql): { readonly text: string; readonly values: readonly SqlValue[] } {
  const text = piece.texts.reduce((all, next, index) => (index === 0 ? next : `${all}$${index}${next}`), '')
  return { text, values: piece.values }
}
