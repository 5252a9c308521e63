import { Button, Text, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Page } from '@usher/parts/page.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useAsk } from '../../api/use-ask.ts'
import { AddPanel } from './add-panel.tsx'
import { TemplateCard } from './template-card.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'center' },
  count: { color: tokens.colorNeutralForeground3 },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: '16px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
})

/** Any application that is not in the gallery is made of this one. */
const own = 'generic'

/** What can be added. The address holds the search and which card is open. */
export function GalleryPage() {
  const styles = useStyles()
  const [query, change] = useAddress()
  const search = query.get('search') ?? ''
  const chosen = query.get('add')
  const gallery = useAsk('GET /usher/gallery', { query: { search } })
  return (
    <Page
      title="Gallery"
      about="Applications that Usher knows: how they are reached, what they can do, and which attributes they take."
      crumbs={[{ text: 'Enterprise apps', to: '/enterprise-apps' }]}
      actions={
        <Button icon={<AddRegular />} onClick={() => change({ add: own }, true)}>
          Create your own application
        </Button>
      }
    >
      <div className={styles.tools}>
        <SearchField label="Search applications" value={search} onSearch={(text) => change({ search: text })} />
        <Text role="status" className={styles.count}>
          {gallery.data !== undefined && `${gallery.data.templates.length} of the gallery`}
        </Text>
      </div>
      <Loaded query={gallery}>
        {({ templates }) =>
          templates.length === 0 ? (
            <Empty
              title="No application of the gallery has these words"
              action={
                <Button appearance="primary" onClick={() => change({ add: own }, true)}>
                  Create your own application
                </Button>
              }
            >
              Any application that speaks SCIM 2.0 can be added without being in the gallery.
            </Empty>
          ) : (
            <ul className={styles.cards} aria-label="Gallery">
              {templates.map((template) => (
                <li key={template.id}>
                  <TemplateCard template={template} onOpen={() => change({ add: template.id }, true)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {chosen !== null && (
        <AddPanel key={chosen} template={chosen} isOwn={chosen === own} onClose={() => change({ add: undefined })} />
      )}
    </Page>
  )
}
