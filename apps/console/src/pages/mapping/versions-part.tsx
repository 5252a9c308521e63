import { Button, MessageBar, MessageBarBody, Text, makeStyles } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import type { Gives } from '../../api/ask.ts'
import { useAsk, useAskIf } from '../../api/use-ask.ts'
import { plural } from '../../parts/numbers.ts'
import { DifferenceTable } from './difference-table.tsx'
import { differences } from './differences.ts'
import type { PartProps } from './editing.tsx'
import type { Schema } from './schema.ts'

const useStyles = makeStyles({ said: { padding: '0 20px' } })

type Version = Gives<'GET /usher/apps/{app}/schema/versions'>['current']

/** Who saved what, and when; what differs, and the way back. Entra keeps no versions (UI-47). */
export function VersionsPart({ app, job, draft, mayChange, onPreview }: PartProps) {
  const styles = useStyles()
  const [query, address] = useAddress()
  const chosen = query.get('version')
  const versions = useAsk('GET /usher/apps/{app}/schema/versions', { path: { app }, query: { job } })
  const version = useAskIf(chosen !== null, 'GET /usher/apps/{app}/schema/versions/{version}', {
    path: { app, version: chosen ?? '' },
    query: { job },
  })
  const earlier = version.data as Schema | undefined
  const columns: readonly Column<Version>[] = [
    { id: 'version', title: 'Version', width: '110px', show: (one) => `Version ${one.version}` },
    { id: 'actor', title: 'Saved by', show: ({ actor }) => actor ?? 'Before versions were kept, or by the gallery' },
    { id: 'at', title: 'Saved', width: '190px', show: ({ at }) => <When time={at} never="–" /> },
    {
      id: 'show',
      title: '',
      width: '130px',
      show: (one) =>
        one.version === versions.data?.current.version ? (
          'Current'
        ) : (
          <Button
            size="small"
            aria-label={`Compare version ${one.version}`}
            onClick={() => address({ version: one.version }, true)}
          >
            Compare
          </Button>
        ),
    },
  ]
  return (
    <>
      <Section title="Versions" about="The last hundred that were saved are kept." isFlush>
        <Loaded query={versions}>
          {({ current, earlier: others }) => (
            <DataTable
              label="Versions"
              columns={columns}
              rows={[current, ...others]}
              keyOf={(one) => one.version}
              chosen={chosen === null ? null : Number(chosen)}
              minWidth="560px"
              leastWidth="460px"
              empty={<Empty title="No version" />}
            />
          )}
        </Loaded>
      </Section>
      {chosen !== null && (
        <Section
          title={`Version ${chosen} and ${draft.isChanged ? 'what is not saved yet' : 'the current one'}`}
          actions={
            mayChange &&
            earlier !== undefined &&
            differences(earlier, draft.schema).length > 0 && (
              <Button
                appearance="primary"
                onClick={() => {
                  draft.change(earlier)
                  onPreview()
                }}
              >
                Revert to version {chosen}
              </Button>
            )
          }
          isFlush
        >
          <Loaded query={version}>
            {() =>
              earlier !== undefined && (
                <>
                  <div className={styles.said}>
                    <Text>{plural(differences(earlier, draft.schema).length, 'difference')}. </Text>
                    {hasFilters(earlier, draft.schema) && (
                      <MessageBar intent="warning" layout="multiline">
                        <MessageBarBody>
                          Scoping filters differ: going back may disable people who fail the earlier ones. The preview
                          says how many. Deletions can be held back with “Skip out-of-scope deletions”.
                        </MessageBarBody>
                      </MessageBar>
                    )}
                  </div>
                  <DifferenceTable
                    differences={differences(earlier, draft.schema)}
                    before={`Version ${chosen}`}
                    after={draft.isChanged ? 'Not saved yet' : 'Current'}
                  />
                </>
              )
            }
          </Loaded>
        </Section>
      )}
    </>
  )
}

/** UI-46. */
function hasFilters(one: Schema, other: Schema): boolean {
  return differences(one, other).some(({ what }) => /: (?:scoping filter|condition)/.test(what))
}
