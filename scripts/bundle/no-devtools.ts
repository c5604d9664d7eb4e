/** In place of react-devtools-core, which Ink imports for those who debug a screen. */
export default { initialize() {}, connectToDevTools() {} };
