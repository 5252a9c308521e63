import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object',
} // prettier-ignore

/** What is wrong with a value that came in, after its name: "is missing; it must be a text". Not in the words of the library. */
export function faultOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kinds[issue.expected] ?? issue.expected
      return issue.message.endsWith('received undefined') ? `is missing; it must be ${wanted}` : `must be ${wanted}`
    }
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty'
      return `must be at least ${issue.minimum}${unit(issue.origin)}`
    case 'too_big':
      return `must be at most ${issue.maximum}${unit(issue.origin)}`
    case 'invalid_value':
      return `must be ${issue.values.join(' or ')}`
    case 'unrecognized_keys':
      return `has nothing called ${issue.keys.join(' or ')}`
    case 'invalid_format':
      return issue.format === 'email' ? 'must be an e-mail address' : issue.message
    case 'invalid_union':
      return 'has a form that is not taken'
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message
  }
}

function unit(origin: string): string {
  return origin === 'string' ? ' characters long' : ''
}
