import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  OverlayDrawer,
  Subtitle2,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useQuery } from '@tanstack/react-query'
import type { Entry } from '../api/types.ts'
import { addressesQuery } from '../api-access/queries.ts'
import { Code } from '@usher/parts/code.tsx'
import { Turn } from '@usher/parts/turn.tsx'
import { CopyButton } from '@usher/parts/copy.tsx'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import { Facts } from './facts.tsx'
import { Method, StatusOf } from './method-status.tsx'
import { asCurl } from './curl.ts'
import { pretty, readable } from './readable.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(640px, 92vw)', maxWidth: 'none' },
  title: { display: 'flex', alignItems: 'center', gap: '12px' },
  body: { display: 'flex', flexDirection: 'column', gap: '20px', paddingBottom: '24px', '> *': { flexShrink: 0 } },
  part: { display: 'flex', flexDirection: 'column', gap: '8px' },
  heading: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '8px', minHeight: '32px' },
  h3: { margin: 0 },
  none: { color: tokens.colorNeutralForeground3 },
})

type Props = {
  readonly entry: Entry
  /** The page of entries that it stands in, newest first. */
  readonly entries: readonly Entry[]
  readonly onOpen: (entry: Entry) => void
  readonly onClose: () => void
}

/** Everything about one request. The list beside it stays usable. */
export function EntryPanel({ entry, entries, onOpen, onClose }: Props) {
  const styles = useStyles()
  useFocusReturn()
  const { data: addresses } = useQuery(addressesQuery)
  const index = entries.findIndex(({ id }) => id === entry.id)
  const curl = addresses === undefined ? null : asCurl(entry, addresses.scimApiUrl)
  const body = entry.body === null || entry.body === '' ? null : pretty(entry.body)
  return (
    <OverlayDrawer
      open
      modalType="non-modal"
      position="end"
      className={styles.drawer}
      aria-label="Request"
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <>
              <Turn label="Newer request" icon={<ChevronUpRegular />} to={entries[index - 1]} onTurn={onOpen} />
              <Turn
                label="Older request"
                icon={<ChevronDownRegular />}
                to={index === -1 ? undefined : entries[index + 1]}
                onTurn={onOpen}
              />
              <Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={onClose} />
            </>
          }
        >
          <span className={styles.title}>
            <Method method={entry.method} />
            <StatusOf entry={entry} />
          </span>
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        {entry.detail !== null && (
          <MessageBar intent={entry.status >= 500 ? 'error' : 'warning'} layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{entry.scimType ?? `Answered ${entry.status}`}</MessageBarTitle>
              {entry.detail}
            </MessageBarBody>
          </MessageBar>
        )}
        <Facts entry={entry} path={readable(entry.path)} />
        <section className={styles.part}>
          <div className={styles.heading}>
            <Subtitle2 as="h3" className={styles.h3}>
              Body
            </Subtitle2>
          </div>
          {body === null ? (
            <span className={styles.none}>The request had no body.</span>
          ) : (
            <Code text={body.text} what="the body" isJson={body.isJson} />
          )}
        </section>
        {curl !== null && (
          <section className={styles.part}>
            <div className={styles.heading}>
              <Subtitle2 as="h3" className={styles.h3}>
                As curl
              </Subtitle2>
              <CopyButton text={curl} what="as curl" label="Copy as curl" />
            </div>
            <Code text={curl} what="the curl command" />
            <span className={styles.none}>Set TOKEN to a token of yours before you run it.</span>
          </section>
        )}
      </DrawerBody>
    </OverlayDrawer>
  )
}
