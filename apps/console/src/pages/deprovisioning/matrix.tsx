import { Fragment, useState } from 'react'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import type { Gives } from '../../api/ask.ts'
import { Says } from '../../parts/says.tsx'
import { Requests } from '../why/requests.tsx'
import { inShort, isOtherwise } from './short.ts'

type Whole = Gives<'GET /usher/apps/{app}/deprovisioning'>
type Cell = Whole['events'][number]['cells'][number]

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', minWidth: 0, padding: '0 20px 12px' },
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    tableLayout: 'fixed',
    fontSize: tokens.fontSizeBase200,
  },
  head: {
    textAlign: 'left',
    verticalAlign: 'bottom',
    padding: '8px 6px',
    overflowWrap: 'anywhere',
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: { padding: '4px 6px', verticalAlign: 'top', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  event: { textAlign: 'left', fontWeight: tokens.fontWeightRegular, overflowWrap: 'anywhere' },
  now: { backgroundColor: tokens.colorNeutralBackground2 },
  otherwise: { fontWeight: tokens.fontWeightSemibold },
  open: {
    whiteSpace: 'normal',
    justifyContent: 'flex-start',
    textAlign: 'left',
    padding: '2px 4px',
    minWidth: 0,
    fontSize: 'inherit',
  },
  after: { display: 'block', color: tokens.colorNeutralForeground3, padding: '0 4px' },
  content: { display: 'flex', flexDirection: 'column', gap: '12px' },
})

/** A name like `IsSoftDeleted` breaks before a capital where there is little room. */
function Breaking({ text }: { readonly text: string }) {
  return text.split(/(?<=\p{Ll})(?=\p{Lu})/u).map((piece, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {piece}
    </Fragment>
  ))
}

type Opened = { readonly title: string; readonly cell: Cell }

/** Event by setting; what is another answer than that of today is bold. */
export function Matrix({ matrix: { settings, events } }: { readonly matrix: Whole }) {
  const styles = useStyles()
  const [opened, open] = useState<Opened | null>(null)
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Deprovisioning matrix">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.head}>
              What happens
            </th>
            {settings.map(({ id, title, isNow }) => (
              <th key={id} scope="col" className={mergeClasses(styles.head, isNow && styles.now)}>
                <Breaking text={title} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map(({ id, title, cells }) => (
            <tr key={id}>
              <th scope="row" className={mergeClasses(styles.cell, styles.event)}>
                {title}
              </th>
              {cells.map((cell, at) => {
                const setting = settings[at]
                const isNow = setting?.isNow === true
                const otherwise = !isNow && isOtherwise(cell, cells[0])
                return (
                  <td key={setting?.id ?? at} className={mergeClasses(styles.cell, isNow && styles.now)}>
                    <Button
                      appearance="transparent"
                      size="small"
                      className={mergeClasses(styles.open, otherwise && styles.otherwise)}
                      aria-label={`${inShort(cell)}: ${title}, ${setting?.title ?? ''}`}
                      onClick={() => open({ title: `${title}: ${setting?.title ?? ''}`, cell })}
                    >
                      {inShort(cell)}
                    </Button>
                    <span className={styles.after}>{cell.afterwards}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {opened !== null && <Details opened={opened} onClose={() => open(null)} />}
    </div>
  )
}

function Details({ opened: { title, cell }, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const styles = useStyles()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>Somebody {cell.says}.</Text>
            {cell.requests.length === 0 ? <Text>Nothing is sent.</Text> : <Requests requests={cell.requests} />}
            <Text>Afterwards the account is: {cell.afterwards}.</Text>
            {cell.requests.length === 0 && cell.advice !== null && (
              <Text>
                <Says text={cell.advice} />
              </Text>
            )}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
