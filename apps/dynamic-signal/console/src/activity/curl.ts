import type { Entry } from '../api/types.ts'

/**
 * The request as a curl command for a POSIX shell. It never has a token in it: who runs it sets `TOKEN`.
 *
 * `-g` and `--path-as-is`: brackets and dots in an address are taken as they stand. `--data-raw`: a body may begin with @.
 */
export function asCurl(entry: Pick<Entry, 'method' | 'path' | 'body'>, scimApiUrl: string): string {
  const url = new URL(scimApiUrl).origin + entry.path
  const isHead = entry.method === 'HEAD'
  const method = isHead
    ? ['--head']
    : ['--include', ...(entry.method === 'GET' ? [] : [`--request ${quoted(entry.method)}`])]
  const body =
    entry.body === null || entry.body === ''
      ? []
      : [`--header 'Content-Type: application/scim+json'`, `--data-raw ${quoted(entry.body)}`]
  return [
    ['curl', ...method, '-g --path-as-is', quoted(url)].join(' '),
    // The quotes are double for the shell to put the token in.
    '--header "Authorization: Bearer $TOKEN"',
    `--header 'Accept: application/scim+json'`,
    ...body,
  ].join(' \\\n  ')
}

/** In single quotes a shell leaves everything as it is, line breaks too; a single quote itself stands outside of them. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
