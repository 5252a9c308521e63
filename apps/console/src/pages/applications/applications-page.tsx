import { Field, Select, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useMay } from '../../api/session.ts'
import { useAskEvery } from '../../api/use-ask.ts'
import { jobColumns } from '../../parts/job-columns.tsx'
import { states } from '../../parts/job-state.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { NoApplications } from '../../parts/no-applications.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
})
/** Milliseconds. */
const often = 10_000

/** Every application, with how its provisioning does. */
export function ApplicationsPage() {
  const styles = useStyles()
  const may = useMay()
  const [query, change] = useAddress()
  const [search, state] = [query.get('search') ?? '', query.get('state') ?? '']
  const status = useAskEvery(often, 'GET /usher/status')
  const words = search.toLowerCase().split(/\s+/)
  const rows = status.data?.applications.filter(
    ({ name, job }) => words.every((word) => name.toLowerCase().includes(word)) && (state === '' || job.code === state),
  )
  return (
    <Page
      title="Enterprise apps"
      about="Applications that people of the directory get accounts in."
      actions={
        may('microsoft.directory/applicationTemplates/instantiate') && (
          <LinkButton to="/enterprise-apps/gallery" appearance="primary" icon={<AddRegular />}>
            New application
          </LinkButton>
        )
      }
    >
      <Section title="All applications" isFlush>
        <div className={styles.tools}>
          <SearchField label="Search by name" value={search} onSearch={(text) => change({ search: text })} />
          <Field>
            <Select aria-label="Provisioning" value={state} onChange={(_, { value }) => change({ state: value })}>
              <option value="">Provisioning: all</option>
              {states.map(({ code, text }) => (
                <option key={code} value={code}>
                  {text}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <DataTable
          asked={status}
          label="Applications"
          columns={jobColumns}
          rows={rows}
          keyOf={({ job }) => job.id}
          minWidth="860px"
          leastWidth="520px"
          empty={
            status.data?.applications.length === 0 ? (
              <NoApplications />
            ) : (
              <Empty title="No application fits">Try another word, or show all of them.</Empty>
            )
          }
        />
      </Section>
    </Page>
  )
}
