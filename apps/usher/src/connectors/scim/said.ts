/** What an application says about a refusal, however it says it. */
import { parseErrorBody, type Attributes, type Json } from '@usher/scim'
import type { HttpResponse } from '../../edge/http.ts'
import { isObject } from './json.ts'

/** An answer and its body, where that is JSON. */
export type Refusal = { readonly answer: HttpResponse; readonly body: Json | undefined }

/** Where those write a sentence who know SCIM's `detail` not; SCIM 1.1 has `description`. */
const sentences = ['detail', 'description', 'message', 'error_description', 'error', 'title']
/** Where those sentences are, when they are not at the top. */
const containers = ['errors', 'error']

const most = { detail: 300, line: 200 }

/** Cut between words: half a value is not known for a secret. */
function bounded(text: string, length: number): string {
  // Without a full stop, since it stands within a sentence.
  const short = text.trim().replace(/\.$/, '')
  return short.length <= length ? short : `${short.slice(0, length).replace(/[^\s,;&"'<>]*$/, '')}…`
}

/** The sentence, bounded, behind a colon; nothing when there is none, or a web page. */
export function detailOf({ answer, body }: Refusal): string {
  const said = body === undefined ? firstLine(answer) : sentenceOf(body)
  return said === '' ? '' : `: ${said}`
}

/** SCIM's keyword (RFC 7644 §3.12). */
export function scimTypeOf({ body }: Refusal): string {
  return parseErrorBody(Array.isArray(body) ? (body as readonly Json[])[0] : body).scimType ?? ''
}

export function isWebPage({ headers, body }: HttpResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body)
}

function sentenceOf(body: Json): string {
  if (typeof body === 'string') return bounded(body, most.line)
  const [first] = Array.isArray(body) ? (body as readonly Json[]) : [body]
  if (!isObject(first)) return typeof first === 'string' ? bounded(first, most.line) : ''
  for (const name of sentences) {
    const value = valueOf(first, name)
    if (typeof value === 'string' && value.trim() !== '') return bounded(value, most.detail)
  }
  for (const name of containers) {
    const within = valueOf(first, name)
    if (typeof within === 'object' && within !== null) return sentenceOf(within)
  }
  return ''
}

function firstLine(answer: HttpResponse): string {
  if (isWebPage(answer)) return ''
  const line = answer.body.split('\n').find((one) => one.trim() !== '') ?? ''
  // A body that is no text at all says nothing.
  return /[^\P{Cc}\t\r]|\ufffd/u.test(line) ? '' : bounded(line, most.line)
}

function valueOf(body: Attributes, name: string): Json | undefined {
  return Object.entries(body).find(([key]) => key.toLowerCase() === name)?.[1]
}
