/** An announcement as people read it. Decides what a mail says; sends nothing. */
import type { Instant } from '@usher/engine'
import { announcementKinds } from '../store/announcements.ts'
import type { Told } from '../store/deliveries.ts'
import { factRows, timeOf, type Row } from './facts.ts'
import { masked } from '../mask.ts'

export type About = {
  readonly announcement: Pick<Told, 'kind' | 'at' | 'facts'>
  readonly application: string | null
  readonly job: { readonly id: string; readonly name: string } | null
  readonly link: string | null
}
export type Message = { readonly subject: string; readonly text: string; readonly html: string }
/** Why somebody gets the mail, and where they can say that they want none; null where that cannot be said. */
export type Footer = { readonly why: string; readonly unsubscribe: string | null }

/** One announcement, or several as a digest. */
export function messageOf(all: readonly About[], footer: Footer): Message {
  const [only] = all
  const subject =
    all.length === 1 && only !== undefined ? headingOf(only) : `${all.length} announcements: ${namesOf(all)}`
  return {
    subject: oneLine(`[Usher] ${subject}`),
    text: [...all.map(textOf), footerText(footer)].join(`\n${'-'.repeat(60)}\n\n`),
    html: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family: sans-serif; max-width: 45em">\n${all.map(htmlOf).join('<hr>\n')}<hr>\n${footerHtml(footer)}</body></html>\n`,
  }
}

/** The facts of an announcement with what it is about, in the order in which they are printed. */
export function rowsOf({ announcement, application, job }: About): readonly Row[] {
  return [
    ...(application === null ? [] : [['Application', application] as const]),
    ...(job === null ? [] : [['Job', `${job.name} (${job.id})`] as const]),
    ['Told at', timeOf(announcement.at satisfies Instant)],
    ...factRows(announcement.facts).map(([title, text]) => [title, masked(text)] as const),
  ]
}

function headingOf({ announcement, application }: About): string {
  const { title } = announcementKinds[announcement.kind]
  return application === null ? title : `${application}: ${title}`
}

function namesOf(all: readonly About[]): string {
  const names = [...new Set(all.map(({ application }) => application ?? 'Usher'))]
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and others` : names.join(', ')
}

function textOf(about: About): string {
  const { sentence, remedy } = about.announcement.facts
  const rows = rowsOf(about)
  const width = Math.max(...rows.map(([title]) => title.length))
  return [
    `${headingOf(about)}.`,
    '',
    masked(sentence),
    ...(remedy === null ? [] : ['', 'What to do:', remedy]),
    '',
    ...rows.map(([title, text]) => `${title.padEnd(width)}  ${oneLine(text)}`),
    ...(about.link === null ? [] : ['', about.link]),
    '',
  ].join('\n')
}

function htmlOf(about: About): string {
  const { sentence, remedy } = about.announcement.facts
  const rows = rowsOf(about).map(
    ([title, text]) =>
      `<tr><th style="text-align: left; vertical-align: top; padding-right: 1em">${escaped(title)}</th><td>${escaped(text)}</td></tr>`,
  )
  return [
    `<h1 style="font-size: 1.2em">${escaped(headingOf(about))}</h1>`,
    `<p>${escaped(masked(sentence))}</p>`,
    ...(remedy === null ? [] : [`<p><strong>What to do:</strong> ${escaped(remedy)}</p>`]),
    `<table>\n${rows.join('\n')}\n</table>`,
    ...(about.link === null ? [] : [`<p><a href="${escaped(about.link)}">${escaped(about.link)}</a></p>`]),
    '',
  ].join('\n')
}

function footerText({ why, unsubscribe }: Footer): string {
  return `${why}${unsubscribe === null ? '' : `\nNo more of these: ${unsubscribe}`}\n`
}

function footerHtml({ why, unsubscribe }: Footer): string {
  const link = unsubscribe === null ? '' : ` <a href="${escaped(unsubscribe)}">No more of these</a>`
  return `<p style="color: #555">${escaped(why)}${link}</p>\n`
}

/** Names come from people and applications: nothing of them ends a line, a header or an element. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}
