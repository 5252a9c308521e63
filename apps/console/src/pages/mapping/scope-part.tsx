import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { FilterRegular } from '@fluentui/react-icons/svg/filter'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { ClauseRow } from './clause-row.tsx'
import { Conditions } from './conditions.tsx'
import type { PartProps } from './editing.tsx'
import { FindingList } from './finding-list.tsx'
import { findingsAt } from './findings.ts'
import { InScope } from './in-scope.tsx'
import { type Group, type ObjectMapping, attributesIn } from './schema.ts'
import { WhyInScope } from './why-in-scope.tsx'

const useStyles = makeStyles({
  title: { maxWidth: '420px' },
  clauses: { display: 'flex', flexDirection: 'column', gap: '12px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

/** Who of the directory is in scope (UI-10): clauses of one filter must all hold, of several filters one. */
export function ScopePart(props: PartProps) {
  const styles = useStyles()
  const language = useAsk('GET /usher/language')
  const { placed, draft, findings, mayChange, change } = props
  const { mapping, at, rule } = placed
  const groups = mapping.scope?.groups ?? []
  const attributes = attributesIn(draft.schema, rule.sourceDirectoryName, mapping.sourceObjectName)
  const put = (changed: readonly Group[]): void => change(withGroups(mapping, changed))
  const add = mayChange && (
    <Button
      appearance="primary"
      icon={<AddRegular />}
      onClick={() => put([...groups, { name: `Filter ${groups.length + 1}`, clauses: [fresh] }])}
    >
      Add scoping filter
    </Button>
  )
  return (
    <Loaded query={language}>
      {({ operators }) => (
        <>
          {groups.length === 0 ? (
            <Section title="Scoping filters">
              <Empty icon={<FilterRegular />} title={`All records of ${mapping.name} are in scope`} action={add}>
                Whoever is assigned gets an account. A scoping filter lets only those through whose attributes fit.
              </Empty>
            </Section>
          ) : (
            <>
              {groups.map((group, g) => {
                const here = `${at}/scope/groups/${g}`
                return (
                  <Section
                    key={g}
                    title={titled(group, g)}
                    about={
                      g === 0
                        ? 'All of its clauses must hold. An attribute without a value fails every operator but IS NULL.'
                        : 'Or all of these clauses hold.'
                    }
                    actions={
                      mayChange && (
                        <Button icon={<DeleteRegular />} onClick={() => put(groups.toSpliced(g, 1))}>
                          Remove filter
                        </Button>
                      )
                    }
                  >
                    <Field label="Scoping filter title" className={styles.title}>
                      <Input
                        value={group.name ?? ''}
                        readOnly={!mayChange}
                        onChange={(_, { value }) => put(groups.with(g, { ...group, name: value }))}
                      />
                    </Field>
                    <FindingList findings={findings.filter((one) => one.at === here)} />
                    <div className={styles.clauses}>
                      {group.clauses.map((clause, c) => (
                        <ClauseRow
                          key={c}
                          number={c + 1}
                          clause={clause}
                          attributes={attributes}
                          operators={operators}
                          findings={findingsAt(findings, `${here}/clauses/${c}`)}
                          mayChange={mayChange}
                          onChange={(one) => put(groups.with(g, { ...group, clauses: group.clauses.with(c, one) }))}
                          onRemove={() =>
                            put(
                              group.clauses.length === 1
                                ? groups.toSpliced(g, 1)
                                : groups.with(g, { ...group, clauses: group.clauses.toSpliced(c, 1) }),
                            )
                          }
                        />
                      ))}
                    </div>
                    {mayChange && (
                      <div>
                        <Button
                          icon={<AddRegular />}
                          onClick={() => put(groups.with(g, { ...group, clauses: [...group.clauses, fresh] }))}
                        >
                          Add clause
                        </Button>
                      </div>
                    )}
                  </Section>
                )
              })}
              <div>{add}</div>
            </>
          )}
          <Conditions {...props} attributes={attributes} />
          <InScope {...props} />
          <WhyInScope {...props} />
        </>
      )}
    </Loaded>
  )
}

const fresh = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: [''] } }

function titled({ name }: Group, at: number): string {
  return name === null || name === undefined || name.trim() === '' ? `Filter ${at + 1}` : name
}

/** Without a filter there is none, as in a schema that never had one. */
function withGroups(mapping: ObjectMapping, groups: readonly Group[]): ObjectMapping {
  return { ...mapping, scope: groups.length === 0 ? null : { ...mapping.scope, groups } }
}
