const day = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'short', day: 'numeric' })
const minute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
const second = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' })
const utc = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' })
const shortDay = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })

type Props = { readonly time: string | null; readonly as?: 'day' | 'minute' | 'second'; readonly never?: string }

/** An instant in the reader's own zone; the tooltip has its seconds, there and in UTC. */
export function When({ time, as = 'minute', never = 'Never' }: Props) {
  if (time === null) return <>{never}</>
  const instant = new Date(time)
  return (
    <time dateTime={time} title={`${second.format(instant)}\n${utc.format(instant)}`}>
      {written(instant, as)}
    </time>
  )
}

function written(instant: Date, as: 'day' | 'minute' | 'second'): string {
  switch (as) {
    case 'day':
      return day.format(instant)
    case 'minute':
      return minute.format(instant)
    case 'second':
      return isToday(instant) ? clock.format(instant) : `${shortDay.format(instant)}, ${clock.format(instant)}`
  }
}

function isToday(instant: Date): boolean {
  return instant.toDateString() === new Date().toDateString()
}
