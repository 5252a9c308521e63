import { join } from 'node:path'

/** Where the command line finds the running service of a folder, and the token that opens it. */
export const serviceFile = (data: string): string => join(data, 'service.json')
