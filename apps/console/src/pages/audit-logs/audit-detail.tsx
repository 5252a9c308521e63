import { Text } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { Differences } from '../../parts/differences.tsx'
import { Facts } from '../../parts/facts.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { type Entry, justBefore, placeOf, said } from './said.ts'

/** One act: by whom, to what, and what was before. */
export function AuditDetail({ place, onClose }: { readonly place: string; readonly onClose: () => void }) {
  const found = useAsk('GET /usher/audit', { query: { after: justBefore(place), limit: 1 } })
  const entry = found.data?.entries.find((one) => placeOf(one) === place)
  return (
    <SidePanel title={entry?.activity ?? 'Entry of the audit log'} onClose={onClose}>
      <Loaded query={found}>
        {() => (entry === undefined ? <Empty title="This entry is not there any more" /> : <Told entry={entry} />)}
      </Loaded>
    </SidePanel>
  )
}

function Told({
  entry: { at, actor, object, service, category, applicationId, details, changes },
}: {
  readonly entry: Entry
}) {
  const list = changes.map(({ property, before, after }) => ({
    name: property,
    before: said(before),
    after: said(after),
  }))
  return (
    <>
      <Facts
        isSmall
        facts={[
          ['Date', <When key="Date" time={at} as="second" />],
          ['Initiated by', actor],
          [
            'Target',
            applicationId === null ? (
              object
            ) : (
              <TextLink key="target" to={`/enterprise-apps/${applicationId}/overview`}>
                {object}
              </TextLink>
            ),
          ],
          ['Service', service],
          ['Category', category],
          ...Object.entries(details).map(([label, value]) => [label, said(value) ?? '–'] as const),
        ]}
      />
      {list.length === 0 ? (
        <Text>No property was changed by it.</Text>
      ) : (
        <Differences label="Modified properties" list={list} />
      )}
    </>
  )
}
