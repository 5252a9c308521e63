import { entraUser, key, operations, type OperationName, type Wire } from './operations.ts'

type Json = Readonly<Record<string, unknown>> & { readonly id: string }
type List = { readonly totalResults: number; readonly itemsPerPage: number; readonly Resources: readonly Json[] }

/**
 * Sends each operation once and looks at the whole answer, so that nothing fast and wrong is measured. `wire.people`
 * users are there; the one with this number is made.
 */
export async function checkAnswers(wire: Wire, number: number): Promise<void> {
  const send = async <R>(name: OperationName, over: Partial<Wire> = {}): Promise<R> => {
    const [head = '', body] = operations[name]
      .request({ ...wire, ...over })(number - wire.people)
      .split('\r\n\r\n')
    const [line = '', ...fields] = head.split('\r\n')
    const [method = '', path = ''] = line.split(' ')
    const headers = fields
      .map((field) => field.split(': ') as [string, string])
      .filter(([field]) => !/^(host|content-length)$/.test(field))
    const answer = await fetch(`http://${wire.host}${path}`, {
      method,
      headers,
      ...(body !== '' && { body: body ?? null }),
    })
    const text = await answer.text()
    if (answer.status !== operations[name].status) throw new Error(`${name} answered ${answer.status}: ${text}`)
    return JSON.parse(text) as R
  }
  const made = await send<Json>('create')
  const sent = JSON.parse(entraUser(key(number))) as Json
  for (const [member, value] of Object.entries(sent).filter(([member]) => member !== 'meta' && member !== 'schemas'))
    if (JSON.stringify(made[member]).length < JSON.stringify(value).length)
      throw new Error(`The created user has ${member}: ${JSON.stringify(made[member])}`)
  const one = { ids: [made.id] }
  for (const name of ['matchUserName', 'matchExternalId'] as const) {
    const found = await send<List>(name)
    if (found.totalResults !== 1 || found.Resources[0]?.['userName'] === undefined)
      throw new Error(`${name}: ${JSON.stringify(found)}`)
  }
  await send('patch', one)
  await send('patchValuePath', one)
  const read = await send<Json & { emails: readonly { value: string; type: string }[] }>('read', one)
  const mail = read.emails.find(({ type }) => type === 'work')?.value
  const step = number - wire.people
  if (
    read['displayName'] !== `Ana Silva ${step}` ||
    read['title'] !== `Engineer ${step}` ||
    mail !== `ana.${step}@contoso.example`
  )
    throw new Error(`After PATCH the user reads ${JSON.stringify(read)}`)
  const page = await send<List>('list')
  if (page.Resources.length !== 100 || page.totalResults <= wire.people)
    throw new Error(`A page of ${page.Resources.length} of ${page.totalResults}`)
}
