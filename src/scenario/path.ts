/** Keys and list positions from the root of a scenario file, such as `['expect', 'span', 0, 'attrs', 'all', 'http.route']`. */
export type KeyPath = readonly (string | number)[];
