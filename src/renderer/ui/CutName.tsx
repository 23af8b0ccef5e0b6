import { nameEnds } from './name-ends';
import './cut-name.css';

/** A name in one line. Where a long one does not fit its middle gives way: "plant/area-7/li…machine-4". */
export function CutName({ name }: { readonly name: string }) {
  const { head, tail } = nameEnds(name);
  if (tail === '') return name;
  return (
    <>
      <span className="cut-name-whole">{name}</span>
      <span className="cut-name" aria-hidden="true">
        <span className="cut-name-head" data-may-be-cut="">
          {head}
        </span>
        <span>{tail}</span>
      </span>
    </>
  );
}
