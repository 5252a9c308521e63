import { Link, Text } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useSession } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Facts } from '../../parts/facts.tsx'

/** What this is, and what it keeps everything in. */
export function AboutPage() {
  const about = useAsk('GET /usher/about')
  const { directory, tenant } = useSession()
  return (
    <Loaded query={about}>
      {({ version, license, node, store, address }) => (
        <Section title="About">
          <Facts
            facts={[
              ['Usher', version],
              ['Licence', `${license}: free to use, change and share`],
              ['Made of', <TextLink key="licences" to="/settings/about/licences">Packages of others, and their licences</TextLink>], // prettier-ignore
              ['Store', store.kind === 'embedded' ? `Embedded PostgreSQL ${store.version}, in the data folder` : `PostgreSQL ${store.version}`], // prettier-ignore
              ['Node.js', node],
              ['Address', address],
              ['Directory', directory],
              ['Directory (tenant) ID', tenant],
              ['API', <Link key="api" href="/reference">{`${address}/reference`}</Link>], // prettier-ignore
            ]}
          />
          <Text>It sends nothing home: no usage figures, no crash reports, no look for updates.</Text>
        </Section>
      )}
    </Loaded>
  )
}
