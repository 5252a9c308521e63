import { useState } from 'react'
import { Field, Select, makeStyles } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Ask } from '@usher/parts/ask.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useSettled } from '@usher/parts/use-settled.ts'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { plural } from '../../parts/numbers.ts'
import { AttributesPart } from './attributes-part.tsx'
import { differences } from './differences.ts'
import type { Finding } from './findings.ts'
import { MappingsPart } from './mappings-part.tsx'
import { PartLinks } from './part-links.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { SchemaPart } from './schema-part.tsx'
import { type Placed, type Schema, objectMappingsOf, withObjectMapping } from './schema.ts'
import { ScopePart } from './scope-part.tsx'
import { Unsaved } from './unsaved.tsx'
import { type Draft, useDraft } from './use-draft.ts'
import { useLeaving } from './use-leaving.ts'
import { VersionsPart } from './versions-part.tsx'

const useStyles = makeStyles({ object: { maxWidth: '320px' } })

/** What every part of the page is given. */
export type PartProps = {
  readonly app: string
  readonly job: string
  readonly draft: Draft
  readonly placed: Placed
  readonly findings: readonly Finding[]
  readonly mayChange: boolean
  readonly change: (mapping: Placed['mapping']) => void
  readonly onPreview: () => void
}

const parts = [
  { id: 'mappings', text: 'Mappings', isOfObject: true, Part: MappingsPart },
  { id: 'scope', text: 'Scoping filters', isOfObject: true, Part: ScopePart },
  { id: 'attributes', text: 'Attribute lists', isOfObject: true, Part: AttributesPart },
  { id: 'schema', text: 'Schema', isOfObject: false, Part: SchemaPart },
  { id: 'versions', text: 'Versions', isOfObject: false, Part: VersionsPart },
] as const

type Props = { readonly app: string; readonly job: string; readonly saved: Schema }

/** Mappings of one job as they are edited: the parts share what is not saved yet. */
export function Editing({ app, job, saved }: Props) {
  const styles = useStyles()
  const may = useMay()
  const [query, change] = useAddress()
  const draft = useDraft(`${app}/${job}`, saved)
  const [isPreviewed, preview] = useState(false)
  const findings = useFindings(app, job, draft.schema)
  const all = objectMappingsOf(draft.schema)
  const placed = all.find(({ mapping }) => mapping.name === query.get('of')) ?? all[0]
  const part = parts.find(({ id }) => id === query.get('part')) ?? parts[0]
  const mayChange = may('microsoft.directory/servicePrincipals/synchronizationSchema/manage')
  if (placed === undefined) return null
  const { Part } = part
  return (
    <>
      <PartLinks
        label="Parts of the mapping"
        chosen={part.id}
        parts={parts.map(({ id, text }) => ({ id, text, to: `?${partOf(query, id)}` }))}
      />
      {draft.isChanged && <Unsaved draft={draft} findings={findings} onPreview={() => preview(true)} />}
      {part.isOfObject && all.length > 1 && (
        <Field label="Mapping" className={styles.object}>
          <Select
            value={placed.mapping.name}
            onChange={(_, { value }) => change({ of: value, mapping: undefined }, true)}
          >
            {all.map(({ at, mapping }) => (
              <option key={at}>{mapping.name}</option>
            ))}
          </Select>
        </Field>
      )}
      <Part
        key={placed.at}
        app={app}
        job={job}
        draft={draft}
        placed={placed}
        findings={findings}
        mayChange={mayChange}
        change={(mapping) => draft.change(withObjectMapping(draft.schema, placed, mapping))}
        onPreview={() => preview(true)}
      />
      {isPreviewed && <PreviewPanel app={app} job={job} draft={draft} onClose={() => preview(false)} />}
      <Leaving draft={draft} />
    </>
  )
}

/** The address of a part: of the same job and mapping, and about the same person. */
function partOf(query: URLSearchParams, part: string): string {
  const kept = ['job', 'of', 'who'].flatMap((name): [string, string][] => {
    const value = query.get(name)
    return value === null ? [] : [[name, value]]
  })
  return new URLSearchParams([...kept, ['part', part]]).toString()
}

/** What the service says of it; of what is saved too, since it may be doubtful. */
function useFindings(app: string, job: string, schema: Schema): readonly Finding[] {
  const settled = useSettled(schema)
  const checked = useQuery({
    queryKey: ['POST /usher/apps/{app}/schema/check', app, job, JSON.stringify(settled)],
    queryFn: () => ask('POST /usher/apps/{app}/schema/check', { path: { app }, query: { job }, body: settled }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
  })
  return checked.data?.findings ?? []
}

function Leaving({ draft }: { readonly draft: Draft }) {
  const navigate = useNavigate()
  const { to, stay } = useLeaving(draft.isChanged)
  if (to === null) return null
  const count = differences(draft.saved, draft.schema).length
  return (
    <Ask
      title={`Leave with ${plural(count, 'unsaved change')}?`}
      verb="Discard and leave"
      isDangerous
      isPending={false}
      error={null}
      onYes={() => {
        draft.discard()
        void navigate(to)
      }}
      onClose={stay}
    >
      Nothing of it has been sent anywhere. Stay, and save it first after seeing what it would do.
    </Ask>
  )
}
