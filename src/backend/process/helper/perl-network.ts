/** Perl: a network of the keeper's own. */
export const network = String.raw`
sub network { }
`;
