type Cell = {
  readonly requests: readonly { readonly method: string; readonly body: unknown }[]
  readonly afterwards: string
}

/** `active: false`, `DELETE` or `nothing`: what is sent, as one reads it in a table. */
export function inShort({ requests }: Cell): string {
  if (requests.length === 0) return 'nothing'
  return requests.map(({ method, body }) => (method === 'DELETE' ? method : (activeIn(body) ?? method))).join(', ')
}

/** Whether it is another answer than that one. */
export function isOtherwise(cell: Cell, other: Cell | undefined): boolean {
  return other === undefined || inShort(cell) !== inShort(other) || cell.afterwards !== other.afterwards
}

/** What a request says of `active`, however its dialect writes that. */
function activeIn(body: unknown): string | null {
  const found = /"active":"?(true|false)/i.exec(JSON.stringify(body)) ?? valueOfActive(JSON.stringify(body))
  return found === null ? null : `active: ${(found[1] ?? '').toLowerCase()}`
}

function valueOfActive(text: string): RegExpExecArray | null {
  return /"path":"active"[^}]*?"value":"?(true|false)/i.exec(text)
}
