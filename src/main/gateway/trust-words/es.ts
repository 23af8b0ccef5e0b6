import { ROOT_FILE_NAME, type TrustWords } from '../trust-page-words';

export const words: TrustWords = {
  title: 'Confiar en este Taktline',
  lead: 'Este equipo tiene su propia autoridad de certificación. Una pantalla que confía una vez en su raíz habla con seguridad con este equipo, y nadie en la red puede leer ni cambiar lo que muestra. La raíz responde de los nombres de este equipo y de direcciones privadas, de nada más.',
  download: '1. Descargar la raíz',
  open: '3. Abrir las pantallas',
  install:
    '2. Instálela como se indica abajo para su sistema. Antes, compare su huella SHA-256 con la que muestra la pantalla del equipo, en Red:',
  warns: 'Si el navegador sigue avisando, la raíz aún no está instalada: no pase por alto el aviso, vuelva aquí.',
  steps: {
    windows: {
      system: 'Windows (Edge, Chrome)',
      steps: [
        'Descargue la raíz y abra el archivo.',
        'Pulse Instalar certificado, elija Equipo local (para todos los usuarios; pide un administrador) o Usuario actual, Siguiente.',
        'Elija «Colocar todos los certificados en el siguiente almacén», Examinar, Entidades de certificación raíz de confianza, Aceptar, Siguiente, Finalizar; confirme.',
        'Cierre el navegador y vuelva a abrirlo.',
        `Para muchos equipos: una directiva de grupo o, como administrador: certutil -addstore -f Root ${ROOT_FILE_NAME}`,
      ],
    },
    android: {
      system: 'Android (Chrome)',
      steps: [
        'Descargue la raíz.',
        'Abra Ajustes, Seguridad y privacidad, Más ajustes de seguridad, Cifrado y credenciales, Instalar un certificado, Certificado de CA. (Los fabricantes llaman a los menús de otra manera; la búsqueda en Ajustes encuentra «certificado de CA».)',
        `Pulse Instalar de todos modos, desbloquee la pantalla y elija ${ROOT_FILE_NAME} entre las descargas. Debe haber un bloqueo de pantalla.`,
      ],
    },
    apple: {
      system: 'iPhone y iPad',
      steps: [
        'Abra esta página en Safari, descargue la raíz y permítalo.',
        'Abra Ajustes, General, VPN y gestión de dispositivos, el perfil descargado, y pulse Instalar.',
        'Abra Ajustes, General, Información, Ajustes de confianza de los certificados, y active la raíz. Sin este paso no cambia nada.',
      ],
    },
    mac: {
      system: 'macOS (Safari, Chrome)',
      steps: [
        'Descargue la raíz y abra el archivo: Acceso a Llaveros pregunta dónde; elija Sistema.',
        'Búsquela allí por su nombre, ábrala, despliegue Confiar y ponga «Al utilizar este certificado» en Confiar siempre.',
        'Cierre la ventana e introduzca su contraseña.',
      ],
    },
    linux: {
      system: 'Linux (Chrome, Chromium)',
      steps: [
        'Chrome y Chromium tienen su propia lista: Configuración, Privacidad y seguridad, Seguridad, Gestionar certificados, Instalados por ti, Certificados de confianza, Importar.',
        `O en un terminal (paquete libnss3-tools de Debian): certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Taktline -i ${ROOT_FILE_NAME}`,
        `Para curl y otros programas: sudo cp ${ROOT_FILE_NAME} /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
      ],
    },
    firefox: {
      system: 'Firefox (en cualquier sistema)',
      steps: [
        'Abra Ajustes, Privacidad y seguridad, Certificados, Ver certificados, la pestaña Autoridades, y pulse Importar.',
        'Elija la raíz descargada y marque «Confiar en esta CA para identificar sitios web».',
      ],
    },
  },
};
