import type { Exchange } from '@usher/engine'
import type { Json } from '@usher/scim'

/**
 * A request of the log as a curl command for a POSIX shell. It never has a token in it: who runs it sets `TOKEN`.
 *
 * `-g` and `--path-as-is`: brackets and dots in an address are taken as they stand. `origin`: where the application is.
 */
export function asCurl({ method, url, requestBody, status }: Exchange, origin: string): string {
  const body =
    requestBody === undefined
      ? []
      : [`--header 'Content-Type: application/scim+json'`, `--data-raw ${quoted(visible(requestBody))}`]
  const command = [
    [
      'curl --include',
      ...(method === 'GET' ? [] : [`--request ${quoted(method)}`]),
      '-g --path-as-is',
      quoted(origin + url),
    ].join(' '),
    // The quotes are double for the shell to put the token in.
    '--header "Authorization: Bearer $TOKEN"',
    `--header 'Accept: application/scim+json'`,
    ...body,
  ].join(' \\\n  ')
  const isLeftOut = requestBody === undefined && method !== 'GET' && method !== 'DELETE'
  const done = status !== null && status < 400
  return isLeftOut && done ? `# Its body is kept no longer.\n${command}` : command
}

/** JSON in which every character is one that can be seen, and copied from a terminal. */
function visible(body: Json): string {
  return JSON.stringify(body).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** In single quotes a shell leaves everything as it is, line breaks too; a single quote itself stands outside of them. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
