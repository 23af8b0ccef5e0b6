// The default settings are bundled as text and decoded like any file.
declare module '*.json?raw' {
  const text: string;
  export default text;
}
