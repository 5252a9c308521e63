export const userRole = '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01'
