import { useId } from 'react'
import { Text, makeStyles, tokens } from '@fluentui/react-components'
import { Code } from '@usher/parts/code.tsx'

const useStyles = makeStyles({
  request: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0 },
  line: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
})

export type Request = { readonly method: string; readonly path: string; readonly body: unknown }

/** What an application would be sent, as it would go over the wire. */
export function Requests({ requests }: { readonly requests: readonly Request[] }) {
  const styles = useStyles()
  const id = useId()
  return requests.map(({ method, path, body }, at) => (
    <div key={`${id} ${at}`} className={styles.request}>
      <Text className={styles.line}>
        {method} {path}
      </Text>
      {body !== null && <Code text={JSON.stringify(body, null, 2)} what={`Body of ${method} ${path}`} isJson />}
    </div>
  ))
}
