import { useState } from 'react'
import { Button, Field, Select, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { DiscoverAttributes } from './discover-attributes.tsx'
import { EditAttribute } from './edit-attribute.tsx'
import type { PartProps } from './editing.tsx'
import { FindingList } from './finding-list.tsx'
import { shortened } from './mappings-part.tsx'
import { type Attribute, attributesIn, withAttributes } from './schema.ts'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'flex-end' },
  said: { padding: '0 20px' },
  name: {
    justifyContent: 'flex-start',
    padding: 0,
    minWidth: 0,
    fontWeight: tokens.fontWeightRegular,
    textAlign: 'left',
  },
})

/** *Edit attribute list* (UI-9): what the application has, and what the directory gives. */
export function AttributesPart(props: PartProps) {
  const styles = useStyles()
  const { app, job, draft, placed, findings, mayChange } = props
  const { rule, mapping } = placed
  const [query, address] = useAddress()
  const [opened, open] = useState<number | null>(null)
  const [isDiscovering, discover] = useState(false)
  const search = query.get('search') ?? ''
  const isSource = query.get('list') === 'source'
  const of = isSource
    ? { directory: rule.sourceDirectoryName, object: mapping.sourceObjectName }
    : { directory: rule.targetDirectoryName, object: mapping.targetObjectName }
  const list = attributesIn(draft.schema, of.directory, of.object)
  const put = (attributes: readonly Attribute[]): void => draft.change(withAttributes(draft.schema, of, attributes))
  const mapped = new Map(mapping.attributeMappings.map((one) => [one.targetAttributeName, one]))
  const rows = list
    .map((one, at) => ({ one, at }))
    .filter(({ one }) => one.name.toLowerCase().includes(search.toLowerCase()))
  const said = findings.filter(({ at }) => at.startsWith('/directories/'))
  return (
    <Section
      title={`Attributes of ${of.object} in ${of.directory}`}
      about={
        isSource
          ? 'What mappings and filters can read.'
          : 'What can be mapped to. A difference in letter case alone counts only where exact case is set.'
      }
      isFlush
    >
      <div className={styles.tools}>
        <Field label="List">
          <Select
            value={isSource ? 'source' : 'target'}
            onChange={(_, { value }) => address({ list: value === 'source' ? 'source' : undefined })}
          >
            <option value="target">{rule.targetDirectoryName} (target)</option>
            <option value="source">{rule.sourceDirectoryName} (source)</option>
          </Select>
        </Field>
        {mayChange && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => open(list.length)}>
            Add attribute
          </Button>
        )}
        {mayChange && !isSource && (
          <Button icon={<DocumentSearchRegular />} onClick={() => discover(true)}>
            Discover attributes
          </Button>
        )}
        <SearchField label="Search attributes" value={search} onSearch={(text) => address({ search: text })} />
      </div>
      {said.length > 0 && (
        <div className={styles.said}>
          <FindingList findings={said} isNamed />
        </div>
      )}
      <DataTable
        label="Attribute list"
        columns={columnsOf({
          mayChange,
          isSource,
          mapped,
          open,
          remove: (at) => put(list.toSpliced(at, 1)),
          name: styles.name,
        })}
        rows={rows}
        keyOf={({ one }) => one.name}
        minWidth="720px"
        leastWidth="460px"
        empty={<Empty title={search === '' ? 'The list is empty' : 'No attribute of that name'} />}
      />
      {isDiscovering && (
        <DiscoverAttributes
          app={app}
          job={job}
          draft={draft}
          directory={of.directory}
          onClose={() => discover(false)}
        />
      )}
      {opened !== null && (
        <EditAttribute
          attribute={list[opened] ?? null}
          taken={list.filter((_, at) => at !== opened).map(({ name }) => name)}
          mayChange={mayChange}
          onOk={(one) => {
            put(opened < list.length ? list.with(opened, one) : [...list, one])
            open(null)
          }}
          onClose={() => open(null)}
        />
      )}
    </Section>
  )
}

type Row = { readonly one: Attribute; readonly at: number }
type Columns = {
  readonly mayChange: boolean
  readonly isSource: boolean
  readonly mapped: ReadonlyMap<string, { readonly matchingPriority: number }>
  readonly open: (at: number) => void
  readonly remove: (at: number) => void
  readonly name: string
}

function columnsOf({ mayChange, isSource, mapped, open, remove, name }: Columns): readonly Column<Row>[] {
  const yes = (value: boolean | null | undefined): string => (value === true ? 'Yes' : '')
  const standing = (one: Attribute): string => {
    if (one.anchor === true) return 'Primary key'
    const mapping = isSource ? undefined : mapped.get(one.name)
    if (mapping === undefined) return ''
    return mapping.matchingPriority > 0 ? `Matching ${mapping.matchingPriority}` : 'Mapped'
  }
  const change: Column<Row> = {
    id: 'change',
    title: '',
    width: '68px',
    show: ({ one, at }) => {
      const why =
        one.anchor === true
          ? `${one.name} is the primary key`
          : !isSource && mapped.has(one.name)
            ? `${one.name} is mapped: delete its mapping first`
            : null
      return (
        <Button
          appearance="subtle"
          size="small"
          icon={<DeleteRegular />}
          aria-label={why ?? `Delete ${one.name}`}
          title={why ?? `Delete ${one.name}`}
          disabledFocusable={why !== null}
          onClick={() => why === null && remove(at)}
        />
      )
    },
  }
  return [
    {
      id: 'name',
      title: 'Name',
      show: ({ one, at }) => (
        <Button appearance="transparent" className={name} title={one.name} onClick={() => open(at)}>
          {shortened(one.name)}
        </Button>
      ),
    },
    { id: 'type', title: 'Type', width: '100px', show: ({ one }) => one.type },
    { id: 'standing', title: 'Use', width: '110px', show: ({ one }) => standing(one) },
    { id: 'required', title: 'Required', width: '90px', isRoomy: true, show: ({ one }) => yes(one.required) },
    { id: 'several', title: 'Multi-value', width: '100px', isRoomy: true, show: ({ one }) => yes(one.multivalued) },
    { id: 'case', title: 'Exact case', width: '100px', isRoomy: true, show: ({ one }) => yes(one.caseExact) },
    ...(mayChange ? [change] : []),
  ]
}
