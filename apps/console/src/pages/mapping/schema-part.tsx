import { useState } from 'react'
import { Button, Field, MessageBar, MessageBarBody, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { Code } from '@usher/parts/code.tsx'
import { Section } from '@usher/parts/section.tsx'
import { download } from '../../parts/download.ts'
import { plural } from '../../parts/numbers.ts'
import { FileButton } from '../../parts/file-button.tsx'
import { differences } from './differences.ts'
import type { PartProps } from './editing.tsx'
import { FindingList } from './finding-list.tsx'
import type { Schema } from './schema.ts'

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  text: {
    '& textarea': { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, maxHeight: 'none' },
  },
})

/** *Review your schema here* (UI-9, UI-45): all of it as JSON, to download, to import, and to edit. */
export function SchemaPart({ app, draft, findings, mayChange }: PartProps) {
  const styles = useStyles()
  const [typed, type] = useState<string | null>(null)
  const [said, say] = useState<{ readonly isWrong: boolean; readonly text: string } | null>(null)
  const text = JSON.stringify(draft.schema, null, 2)
  const take = (json: string): void => {
    const read = schemaIn(json)
    if (typeof read === 'string') return say({ isWrong: true, text: read })
    const count = differences(draft.schema, read).length
    draft.change(read)
    type(null)
    say({
      isWrong: false,
      text:
        count === 0 ? 'It is the same as before.' : `${plural(count, 'difference')} taken over; nothing is saved yet.`,
    })
  }
  return (
    <Section
      title="Schema"
      about="Mappings, scoping filters and attribute lists as one document, as an export of Entra has it. No credentials, no assignments."
      actions={
        <div className={styles.buttons}>
          <Button icon={<ArrowDownloadRegular />} onClick={() => download(text, `schema-${app}.json`)}>
            Download
          </Button>
          {mayChange && (
            <>
              <FileButton
                text="Import from a file"
                what="A schema as JSON"
                accept="application/json,.json"
                onChoose={(chosen) => void chosen.text().then(take)}
              />
              {typed === null && <Button onClick={() => type(text)}>Edit as text</Button>}
            </>
          )}
        </div>
      }
    >
      {said !== null && (
        <MessageBar intent={said.isWrong ? 'error' : 'success'} layout="multiline">
          <MessageBarBody>{said.text}</MessageBarBody>
        </MessageBar>
      )}
      <FindingList findings={findings} isNamed />
      {typed === null ? (
        <Code what="Schema" text={text} isJson />
      ) : (
        <>
          <Field label="Schema as JSON">
            <Textarea className={styles.text} rows={24} value={typed} onChange={(_, { value }) => type(value)} />
          </Field>
          <div className={styles.buttons}>
            <Button appearance="primary" onClick={() => take(typed)}>
              OK
            </Button>
            <Button onClick={() => type(null)}>Cancel</Button>
          </div>
        </>
      )}
    </Section>
  )
}

/** A schema of a text, or why it is none. What it says is checked by the service. */
function schemaIn(text: string): Schema | string {
  try {
    const value = JSON.parse(text) as Partial<Schema> | null
    if (Array.isArray(value?.directories) && Array.isArray(value.synchronizationRules)) return value as Schema
    return 'This is JSON, but no synchronization schema: it has no directories or no synchronizationRules.'
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}.`
  }
}
