// Files of sql/ are bundled as text; Vite and vitest both know the `?raw` suffix.
declare module '*.sql?raw' {
  const text: string;
  export default text;
}
