import { useState } from 'react'
import { Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Code } from '@usher/parts/code.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import type { Line } from './question.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '20px' },
  one: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  line: { overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

type Exchange = NonNullable<Line['exchanges']>[number]

/** What was asked of the application and what it answered, for this object; as commands to try it, too. Secrets are not in it. */
export function Requests({ line: { exchanges, curl = [] } }: { readonly line: Line }) {
  const styles = useStyles()
  const [isCurl, turn] = useState(false)
  if (exchanges === null || exchanges.length === 0) return <Empty title="Nothing was asked of the application" />
  return (
    <div className={styles.list}>
      <Switch label="As curl commands" checked={isCurl} onChange={(_, { checked }) => turn(checked)} />
      {exchanges.map((one, at) => (
        <div key={at} className={styles.one}>
          <span className={styles.line}>
            {one.method} {one.url}
          </span>
          {isCurl ? (
            <Code what={`Request ${at + 1} as curl`} text={(curl[at] ?? []).join('\n')} />
          ) : (
            <Whole exchange={one} at={at + 1} />
          )}
        </div>
      ))}
      <Text className={styles.quiet} size={200}>
        {isCurl
          ? 'The token is asked for as $TOKEN: nothing that is secret is printed.'
          : 'Headers are never kept. Requests and answers are kept whole for as long as the settings say, seven days at first.'}
      </Text>
    </div>
  )
}

function Whole({ exchange, at }: { readonly exchange: Exchange; readonly at: number }) {
  const styles = useStyles()
  const { status, ms, via, requestBody, responseBody } = exchange
  return (
    <>
      {requestBody !== undefined && <Code what={`Body of request ${at}`} isJson text={textOf(requestBody)} />}
      <Text className={styles.quiet}>
        {status === null ? 'No answer came' : `${status}`} in {ms} ms
        {via !== undefined && `, as part of a ${via} request`}
      </Text>
      {responseBody !== undefined && <Code what={`Answer ${at}`} isJson text={textOf(responseBody)} />}
    </>
  )
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2)
}
