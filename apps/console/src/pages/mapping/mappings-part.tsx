import { useState } from 'react'
import { Badge, Button, Checkbox, Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowResetRegular } from '@fluentui/react-icons/svg/arrow-reset'
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { plural } from '../../parts/numbers.ts'
import { Tools } from '../../parts/tools.tsx'
import type { PartProps } from './editing.tsx'
import { EditMapping } from './edit-mapping.tsx'
import { FindingList } from './finding-list.tsx'
import { type Finding, findingsAt } from './findings.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import { type Act, type AttributeMapping, actionsOf, attributesIn, moved, withAction } from './schema.ts'
import { told } from './source-kind.ts'

const useStyles = makeStyles({
  settings: { display: 'flex', flexWrap: 'wrap', gap: '8px 40px', alignItems: 'flex-start' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '0 8px', border: 'none', margin: 0, padding: 0 },
  legend: { padding: 0, color: tokens.colorNeutralForeground1 },
  name: {
    justifyContent: 'flex-start',
    padding: 0,
    minWidth: 0,
    fontWeight: tokens.fontWeightRegular,
    textAlign: 'left',
  },
  source: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  row: { display: 'flex', gap: '2px', justifyContent: 'flex-end' },
})

type Row = { readonly at: number; readonly one: AttributeMapping; readonly findings: readonly Finding[] }

const acts: readonly { readonly act: Act; readonly text: string }[] = [
  { act: 'Add', text: 'Create' },
  { act: 'Update', text: 'Update' },
  { act: 'Delete', text: 'Delete' },
]

/** One set of mappings (UI-7): whether it runs, what it may do at the target, and each attribute. */
export function MappingsPart(props: PartProps) {
  const styles = useStyles()
  const { placed, findings, mayChange, change } = props
  const { mapping, at } = placed
  const [query, address] = useAddress()
  const [isRestored, restore] = useState(false)
  const search = query.get('search') ?? ''
  const opened = query.get('mapping')
  const open = (target: string | undefined): void => address({ mapping: target }, target !== undefined)
  const rows = mapping.attributeMappings
    .map((one, n): Row => ({ at: n, one, findings: findingsAt(findings, `${at}/attributeMappings/${n}`) }))
    .filter(({ one }) => `${one.targetAttributeName} ${told(one.source)}`.toLowerCase().includes(search.toLowerCase()))
  const put = (attributeMappings: readonly AttributeMapping[]): void => change({ ...mapping, attributeMappings })
  const whole = findings.filter((one) => one.at === at)
  return (
    <>
      <Section title={mapping.name} about={`${mapping.sourceObjectName} to ${mapping.targetObjectName}`}>
        <div className={styles.settings}>
          <Switch
            label="Enabled"
            labelPosition="above"
            checked={mapping.enabled}
            disabled={!mayChange || mapping.sourceObjectName === 'User'}
            onChange={(_, { checked }) => change({ ...mapping, enabled: checked })}
          />
          <fieldset className={styles.actions}>
            <legend className={styles.legend}>Target object actions</legend>
            {acts.map(({ act, text }) => (
              <Checkbox
                key={act}
                label={text}
                checked={actionsOf(mapping).includes(act)}
                disabled={!mayChange}
                onChange={(_, { checked }) => change(withAction(mapping, act, checked === true))}
              />
            ))}
          </fieldset>
          <div>
            <Text block>Source object scope</Text>
            <TextLink to={`?${within(query, { part: 'scope' })}`}>{describeScope(mapping)}</TextLink>
          </div>
        </div>
        <FindingList findings={whole} />
      </Section>
      <Section title="Attribute mappings" isFlush>
        <Tools>
          {mayChange && (
            <Button appearance="primary" icon={<AddRegular />} onClick={() => address({ new: '1' }, true)}>
              Add new mapping
            </Button>
          )}
          {mayChange && (
            <Button icon={<ArrowResetRegular />} onClick={() => restore(true)}>
              Restore default mappings
            </Button>
          )}
          <SearchField label="Search mappings" value={search} onSearch={(text) => address({ search: text })} />
        </Tools>
        <DataTable
          label={`Attribute mappings of ${mapping.name}`}
          columns={columnsOf({ ...props, put, open: (target) => open(target), isWhole: search === '', styles })}
          rows={rows}
          keyOf={({ one }) => one.targetAttributeName}
          minWidth="720px"
          leastWidth="460px"
          empty={
            search === '' ? (
              <Empty title="Nothing is mapped">Add a mapping, or restore those of the gallery.</Empty>
            ) : (
              <Empty title="No mapping of that name" />
            )
          }
        />
      </Section>
      {(opened !== null || query.has('new')) && (
        <EditMapping {...props} target={opened ?? ''} onClose={() => address({ mapping: undefined, new: undefined })} />
      )}
      {isRestored && <RestoreDialog {...props} onClose={() => restore(false)} />}
    </>
  )
}

function within(query: URLSearchParams, change: Readonly<Record<string, string>>): string {
  const after = new URLSearchParams(query)
  for (const [name, value] of Object.entries(change)) after.set(name, value)
  return after.toString()
}

function describeScope({ scope, usher }: PartProps['placed']['mapping']): string {
  const count = (scope?.groups.length ?? 0) + (usher?.scopingExpressions?.length ?? 0)
  return count === 0 ? 'No scoping filter: all records' : plural(count, 'scoping filter')
}

const applies: Readonly<Record<string, string>> = { Always: 'Always', ObjectAddOnly: 'Only at creation' }

type Columns = PartProps & {
  readonly put: (mappings: readonly AttributeMapping[]) => void
  readonly open: (target: string) => void
  readonly isWhole: boolean
  readonly styles: ReturnType<typeof useStyles>
}

function columnsOf({ placed, draft, mayChange, put, open, isWhole, styles }: Columns): readonly Column<Row>[] {
  const { mapping, rule } = placed
  const list = mapping.attributeMappings
  const targets = attributesIn(draft.schema, rule.targetDirectoryName, mapping.targetObjectName)
  const isRequired = (name: string): boolean => targets.some((one) => one.name === name && one.required === true)
  const change: Column<Row> = {
    id: 'change',
    title: '',
    width: '128px',
    show: ({ at, one: { targetAttributeName: name } }) => (
      <div className={styles.row}>
        <Small
          label={`Move ${name} up`}
          icon={<ArrowUpRegular />}
          isOff={!isWhole || at === 0}
          onClick={() => put(moved(list, at, -1))}
        />
        <Small
          label={`Move ${name} down`}
          icon={<ArrowDownRegular />}
          isOff={!isWhole || at === list.length - 1}
          onClick={() => put(moved(list, at, 1))}
        />
        <Small
          label={isRequired(name) ? `${name} is required and cannot be deleted` : `Delete ${name}`}
          icon={<DeleteRegular />}
          isOff={isRequired(name)}
          onClick={() => put(list.toSpliced(at, 1))}
        />
      </div>
    ),
  }
  return [
    {
      id: 'target',
      title: 'Target attribute',
      show: ({ one, findings }) => (
        <>
          <Button
            appearance="transparent"
            className={styles.name}
            title={one.targetAttributeName}
            onClick={() => open(one.targetAttributeName)}
          >
            {shortened(one.targetAttributeName)}
          </Button>
          <Problems findings={findings} />
        </>
      ),
    },
    {
      id: 'source',
      title: 'Source',
      show: ({ one }) => (
        <code className={styles.source} title={told(one.source)}>
          {told(one.source)}
        </code>
      ),
    },
    {
      id: 'matching',
      title: 'Matching',
      width: '84px',
      show: ({ one }) => (one.matchingPriority > 0 ? one.matchingPriority : ''),
    },
    {
      id: 'applies',
      title: 'Apply',
      width: '140px',
      isRoomy: true,
      show: ({ one }) => applies[one.flowType] ?? one.flowType,
    },
    ...(mayChange ? [change] : []),
  ]
}

/** The end of a long name tells more than its beginning. */
export function shortened(name: string): string {
  return name.replace(/^urn:.*:extension:/i, '…')
}

type SmallProps = {
  readonly label: string
  readonly icon: React.JSX.Element
  readonly isOff: boolean
  readonly onClick: () => void
}

function Small({ label, icon, isOff, onClick }: SmallProps) {
  return (
    <Button
      appearance="subtle"
      size="small"
      icon={icon}
      aria-label={label}
      title={label}
      disabledFocusable={isOff}
      onClick={() => !isOff && onClick()}
    />
  )
}

function Problems({ findings }: { readonly findings: readonly Finding[] }) {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (findings.length === 0) return null
  return (
    <Badge
      appearance="tint"
      color={errors > 0 ? 'danger' : 'warning'}
      title={findings.map((one) => one.message).join('\n')}
    >
      {errors > 0 ? plural(errors, 'error') : plural(findings.length, 'warning')}
    </Badge>
  )
}
