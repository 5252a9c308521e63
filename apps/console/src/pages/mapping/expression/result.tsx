import { MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { Gives } from '../../../api/ask.ts'

const useStyles = makeStyles({
  result: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  value: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', fontSize: tokens.fontSizeBase300 },
  parts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: '4px 16px',
    margin: 0,
    maxHeight: '220px',
    overflowY: 'auto',
  },
  part: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    margin: 0,
  },
  gave: { color: tokens.colorNeutralForeground2 },
})

type Result = NonNullable<Gives<'POST /usher/apps/{app}/schema/expression'>['result']>
type Gave = Result['gave']

/** What an expression gives for whom it was tried on, and each of its parts. */
export function Outcome({ result: { name, gave, parts } }: { readonly result: Result }) {
  const styles = useStyles()
  return (
    <div className={styles.result} role="status">
      <Text>
        For {name}: <strong className={styles.value}>{describeGave(gave)}</strong>
      </Text>
      {gave.kind === 'error' && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {gave.message} In a cycle the object is not provisioned then, and tried again.
          </MessageBarBody>
        </MessageBar>
      )}
      {parts.length > 0 && (
        <dl className={styles.parts} tabIndex={0} aria-label="What each part gave">
          {parts.flatMap((part, at) => [
            <dt key={at} className={styles.part} style={{ paddingLeft: `${part.depth * 16}px` }}>
              {part.text.replaceAll(/\s+/g, ' ')}
            </dt>,
            <dd key={`${at}:`} className={`${styles.part} ${styles.gave}`}>
              {describeGave(part.gave)}
            </dd>,
          ])}
        </dl>
      )}
    </div>
  )
}

/** A value in words: no value, empty text and what was not evaluated never look alike. */
export function describeGave(gave: Gave): string {
  switch (gave.kind) {
    case 'value':
      if (gave.value === null || gave.value === undefined) return 'no value (null)'
      return gave.value === '' ? '"" (empty text)' : JSON.stringify(gave.value)
    case 'ignore':
      return gave.what === 'object' ? 'the object is skipped' : 'this attribute is left alone'
    case 'redacted':
      return '[Redact]'
    case 'error':
      return 'failed'
    case 'unfinished':
      return 'not finished'
    case 'notEvaluated':
      return 'not evaluated'
  }
}
