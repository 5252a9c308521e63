import { makeStyles, tokens } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import type { Gives } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { RowButton } from '../../parts/row-button.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'

const useStyles = makeStyles({
  tools: { padding: '0 20px' },
  text: {
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
})
type Licensed = Gives<'GET /usher/about/licenses'>['packages'][number]
const keyOf = ({ name, version }: Licensed): string => `${name}@${version}`
const places = { browser: 'Admin center', server: 'Service' } as const

/** Packages of others that service and admin center are made of. */
export function LicencesPage() {
  const styles = useStyles()
  const [query, change] = useAddress()
  const all = useAsk('GET /usher/about/licenses')
  const search = query.get('search') ?? ''
  const words = search.toLowerCase()
  const rows = all.data?.packages.filter((one) => `${one.name} ${one.license ?? ''}`.toLowerCase().includes(words))
  const opened = all.data?.packages.find((one) => keyOf(one) === query.get('package'))
  return (
    <Section
      title="Packages of others"
      about="What Usher is made of besides its own code, under the licences of their authors."
      actions={<TextLink to="/settings/about">About</TextLink>}
      isFlush
    >
      <div className={styles.tools}>
        <SearchField label="Search by name or licence" value={search} onSearch={(text) => change({ search: text })} />
      </div>
      <DataTable
        asked={all}
        label="Packages of others"
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        minWidth="560px"
        leastWidth="420px"
        chosen={query.get('package')}
        onOpen={(one) => change({ package: keyOf(one) }, true)}
        empty={<Empty title="No package of that name or licence" />}
      />
      {opened !== undefined && (
        <SidePanel title={`${opened.name} ${opened.version}`} onClose={() => change({ package: undefined })}>
          <pre className={styles.text}>
            {opened.text ?? `It came without a text; its author names the licence ${opened.license ?? 'nowhere'}.`}
          </pre>
        </SidePanel>
      )}
    </Section>
  )
}

const columns: readonly Column<Licensed>[] = [
  { id: 'name', title: 'Name', show: ({ name }) => <RowButton>{name}</RowButton> },
  { id: 'version', title: 'Version', width: '110px', show: ({ version }) => version },
  { id: 'license', title: 'Licence', width: '150px', show: ({ license }) => license ?? 'Not named' },
  {
    id: 'where',
    title: 'Part of',
    width: '200px',
    isRoomy: true,
    show: ({ where }) => where.map((one) => places[one]).join(', '),
  },
]
