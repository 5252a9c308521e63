/** What answers otherwise after a command: for `refresh`. */
export const touched = ['GET /usher/apps/{app}/status', 'GET /usher/apps/{app}/jobs', 'GET /usher/status']
