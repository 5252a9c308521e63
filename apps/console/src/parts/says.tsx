import { Fragment } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { useLocation, useParams, useSearchParams } from 'react-router'
import { useMay } from '../api/session.ts'
import { command, placesIn } from './place-of-command.ts'

const useStyles = makeStyles({
  command: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    padding: '1px 4px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  // Within a sentence colour alone does not tell a link.
  way: { whiteSpace: 'nowrap', '& a': { textDecorationLine: 'underline' } },
})

/** In a sentence an instant is written in UTC, since it says so to whoever reads it anywhere. */
const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/

type Props = {
  readonly text: string
  /** The application that it is about, where the address names none. */
  readonly app?: string
  readonly job?: string
}

/** A sentence of the service: the commands in it are set apart, times are those of the reader, and the pages that do the same follow it, for whoever may see them. */
export function Says({ text, ...about }: Props) {
  const styles = useStyles()
  const may = useMay()
  const { app } = useParams()
  const [query] = useSearchParams()
  const { pathname } = useLocation()
  const places = placesIn(text, { app: about.app ?? app, job: about.job ?? query.get('job') ?? undefined })
  return (
    <>
      {text.split(command).map((piece, at) =>
        at % 2 === 0 ? (
          <Fragment key={at}>
            {piece.split(instant).map((part, n) => (n % 2 === 0 ? part : <When key={n} time={part} />))}
          </Fragment>
        ) : (
          <code key={at} className={styles.command}>
            {piece}
          </code>
        ),
      )}
      {places
        .filter(({ needs, to }) => may(needs) && to.split('?')[0] !== pathname)
        .map(({ to, text: named }) => (
          <Fragment key={to}>
            {' '}
            <span className={styles.way}>
              <TextLink to={to}>{named} →</TextLink>
            </span>
          </Fragment>
        ))}
    </>
  )
}
