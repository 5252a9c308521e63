import { useState } from 'react'
import { Button, Checkbox, Spinner, Switch, Text, makeStyles } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { Failed } from '@usher/parts/failed.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { upload } from '../../api/ask.ts'
import { useLines } from '../../api/use-lines.ts'
import { download } from '../../parts/download.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { plural } from '../../parts/numbers.ts'
import { FileButton } from '../../parts/file-button.tsx'
import { ChooseFile } from './choose-file.tsx'
import { ColumnsTable } from './columns-table.tsx'
import {
  type Columns,
  type Expressions,
  type Line,
  type Report,
  expressionsIn,
  formOf,
  headOf,
  needed,
  saysProgress,
} from './importing.ts'
import { Outcome } from './outcome.tsx'

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
})

/** People out of a CSV file: its columns, what would be, and then the import. */
export function ImportPage() {
  const styles = useStyles()
  const [file, choose] = useState<File | null>(null)
  const [columns, setColumns] = useState<Columns | null>(null)
  const [expressions, map] = useState<Expressions>({})
  const [options, opt] = useState({ complete: false, allowRemovals: false })
  const [outcome, come] = useState<{ readonly report: Report; readonly isPreview: boolean } | null>(null)
  const [progress, move] = useState<Line['progress']>()
  const [wrong, setWrong] = useState<Error | null>(null)
  const look = useAction<File, Columns>({
    run: (chosen) => upload('POST /usher/imports/columns', headOf(chosen)),
    refresh: [],
    failures: 'shown',
    onDone: (read) => {
      setColumns(read)
      map(read.suggested)
    },
  })
  const task = useLines<Line>('POST /usher/imports/files', {
    hear: ({ progress: now, report, preview = false }) => {
      if (now !== undefined) move(now)
      if (report !== undefined) come({ report, isPreview: preview })
    },
    refresh: ['GET /v1.0/users', 'GET /v1.0/users/$count', 'GET /usher/status'],
  })
  const [isTrying, setTrying] = useState(true)
  const run = (isPreview: boolean): void => {
    if (file === null) return
    setTrying(isPreview)
    move(undefined)
    if (isPreview) come(null)
    const fields = {
      mapping: JSON.stringify(expressions),
      complete: String(options.complete),
      allowRemovals: String(options.allowRemovals),
      preview: String(isPreview),
    }
    task.run({ body: formOf(file, fields) })
  }
  /** Whatever is changed, the preview is of something else. */
  const change = (doing: () => void): void => {
    come(null)
    doing()
  }
  const load = (json: string): void =>
    change(() => {
      const read = expressionsIn(json)
      setWrong(typeof read === 'string' ? new Error(read) : null)
      if (typeof read !== 'string') map(read)
    })
  const isReady = needed.every((name) => (expressions[name] ?? '').trim() !== '')
  return (
    <Page
      title="Import people"
      about="A CSV file of an HR system becomes people of the directory, found again by their employee ID. What a file does not say stays as it is."
      crumbs={[{ text: 'Users', to: '/users' }]}
    >
      <Section title="File" about="With a row of column names. Encoding and separator are recognised.">
        <ChooseFile
          file={file}
          onChoose={(chosen) =>
            change(() => {
              choose(chosen)
              setColumns(null)
              look.mutate(chosen)
            })
          }
        />
        <Failed error={look.error} />
        {columns !== null && (
          <Text>
            {plural(columns.columns.length, 'column')}, {columns.encoding}, separator “
            {columns.separator === '\t' ? 'tab' : columns.separator}”
          </Text>
        )}
      </Section>
      {columns !== null && (
        <Section
          title="Columns"
          about='Each attribute takes a column, or what an expression makes of columns, like Append(ToLower([UserID]), "@contoso.example").'
          isFlush
          actions={
            <div className={styles.buttons}>
              <FileButton
                text="Load a mapping"
                what="A mapping as JSON"
                accept="application/json,.json"
                onChoose={(chosen) => void chosen.text().then(load)}
              />
              <Button
                icon={<ArrowDownloadRegular />}
                onClick={() => download(JSON.stringify(expressions, null, 2), 'mapping.json')}
              >
                Download
              </Button>
            </div>
          }
        >
          <Failed error={wrong} />
          <ColumnsTable columns={columns} expressions={expressions} onChange={(next) => change(() => map(next))} />
        </Section>
      )}
      {columns !== null && (
        <Section title="Import" about="The preview changes nothing.">
          <Switch
            checked={options.complete}
            label="The file has everybody: whoever has an employee ID and is not in it is disabled"
            onChange={(_, { checked }) => change(() => opt({ complete: checked, allowRemovals: false }))}
          />
          <div className={styles.buttons}>
            <Button disabledFocusable={!isReady || task.isRunning} onClick={() => run(true)}>
              Preview
            </Button>
            {outcome?.isPreview === true && (
              <Button appearance="primary" disabledFocusable={task.isRunning} onClick={() => run(false)}>
                Import {plural(outcome.report.created + outcome.report.updated, 'person', 'people')}
              </Button>
            )}
            {task.isRunning && <Spinner size="tiny" label={saysProgress(progress, isTrying)} />}
            {!isReady && <Text>{needed.join(' and ')} need a column.</Text>}
          </div>
          <Failed error={task.error} />
          {outcome !== null && (
            <section aria-label={outcome.isPreview ? 'What would be' : 'What was done'}>
              <Outcome {...outcome} isComplete={options.complete} />
            </section>
          )}
          {outcome?.isPreview === true && (outcome.report.held.count > 0 || options.allowRemovals) && (
            <Checkbox
              checked={options.allowRemovals}
              label="I have looked at the file: disable them all the same"
              onChange={(_, { checked }) => change(() => opt({ ...options, allowRemovals: checked === true }))}
            />
          )}
          {outcome?.isPreview === false && (
            <div className={styles.buttons}>
              <LinkButton to="/users">Users</LinkButton>
            </div>
          )}
        </Section>
      )}
    </Page>
  )
}
