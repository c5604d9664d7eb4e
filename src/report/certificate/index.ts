export { type Certificate, type CertificateInput, certificateOf, printCertificate } from './certificate.ts';
export { certificateJsonSchema } from './schema.ts';
