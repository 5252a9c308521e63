import { useMemo, useState } from 'react'
import { Field, Select, Spinner, makeStyles, tokens } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useSettled } from '@usher/parts/use-settled.ts'
import { ask } from '../../../api/ask.ts'
import { useAsk } from '../../../api/use-ask.ts'
import { PersonChoice } from '../person-choice.tsx'
import type { Attribute } from '../schema.ts'
import { callAt } from './call-at.ts'
import type { Known, Language } from './completion.ts'
import { Editor } from './editor.tsx'
import { FunctionHelp } from './function-help.tsx'
import { Outcome } from './result.tsx'

const useStyles = makeStyles({
  builder: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  problems: { margin: 0, paddingLeft: '18px', color: tokens.colorStatusDangerForeground1 },
  doubts: { margin: 0, paddingLeft: '18px', color: tokens.colorNeutralForeground2 },
  insert: { maxWidth: '360px' },
})

export type BuilderProps = {
  readonly app: string
  readonly job: string
  readonly object: 'User' | 'Group'
  readonly attributes: readonly Attribute[]
  /** It may read what only scoping expressions can. */
  readonly isScope?: boolean
  readonly text: string
  readonly onChange: (text: string) => void
  readonly who: string
  readonly onWho: (who: string) => void
}

const none: readonly never[] = []

/** The expression builder: completion, what the function at the cursor does, errors where they are, the result for somebody. */
export function ExpressionBuilder(props: BuilderProps) {
  const language = useAsk('GET /usher/language')
  return <Loaded query={language}>{(known) => <Builder {...props} language={known} />}</Loaded>
}

function Builder(props: BuilderProps & { readonly language: Language }) {
  const styles = useStyles()
  const { app, job, object, attributes, isScope = false, text, onChange, who, onWho, language } = props
  const [place, setPlace] = useState(0)
  // Another one would make the editor anew: the list of attributes is made anew with each look at the schema.
  const names = JSON.stringify(attributes.map(({ name }) => name))
  const known = useMemo((): Known => ({ language, attributes }), [language, names]) // oxlint-disable-line react-hooks/exhaustive-deps
  const settled = useSettled(text)
  const tried = useQuery({
    queryKey: ['POST /usher/apps/{app}/schema/expression', app, job, object, isScope, settled, who],
    queryFn: () =>
      ask('POST /usher/apps/{app}/schema/expression', {
        path: { app },
        query: { job },
        body: { expression: settled, object, scope: isScope, ...(who !== '' && { who }) },
      }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
  })
  const isCurrent = settled === text && text.trim() !== '' && !tried.isPlaceholderData
  const findings = isCurrent ? (tried.data?.findings ?? none) : none
  const call = callAt(text, place)
  const row = language.functions.find(({ name }) => name === call?.name)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  return (
    <div className={styles.builder}>
      <Field label="Expression" required>
        {() => (
          <Editor
            label="Expression"
            text={text}
            known={known}
            underlined={findings}
            onChange={onChange}
            onPlace={setPlace}
          />
        )}
      </Field>
      <Said findings={errors} className={styles.problems} label="Errors" />
      <Said findings={warnings} className={styles.doubts} label="Warnings" />
      {row === undefined ? null : <FunctionHelp row={row} call={call} />}
      <Field label="Insert a function" className={styles.insert}>
        <Select value="" onChange={(_, { value }) => value !== '' && onChange(inserted(text, place, value))}>
          <option value="">Choose …</option>
          {[...Map.groupBy(language.functions, ({ family }) => family)].map(([family, its]) => (
            <optgroup key={family} label={family}>
              {its.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <PersonChoice
        label={object === 'User' ? 'Try it on a person' : 'Try it on a group'}
        object={object}
        who={who}
        onChoose={onWho}
      />
      {tried.isFetching && <Spinner size="tiny" label="Evaluating" />}
      {tried.data?.result !== null && tried.data?.result !== undefined && isCurrent && (
        <Outcome result={tried.data.result} />
      )}
    </div>
  )
}

type SaidProps = {
  readonly findings: readonly { readonly message: string; readonly line: number; readonly column: number }[]
  readonly className: string
  readonly label: string
}

function Said({ findings, className, label }: SaidProps) {
  if (findings.length === 0) return null
  return (
    <ul className={className} aria-label={label}>
      {findings.map(({ message, line, column }, at) => (
        <li key={at}>
          {message} (line {line}, column {column})
        </li>
      ))}
    </ul>
  )
}

/** With a call of the function where the cursor is. */
function inserted(text: string, place: number, name: string): string {
  return `${text.slice(0, place)}${name}()${text.slice(place)}`
}
