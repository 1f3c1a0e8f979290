use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraProblem {
    /// The person, or the browser for them, said no.
    Refused,
    /// There is no camera, or this browser gives no page one.
    None,
    /// It is in use elsewhere, or fails.
    Busy,
}

/// A camera that is on; dropping it switches it off.
pub struct Camera {
    stream: MediaStream,
    reader: Reader,
}

impl Camera {
    /// Asks the person for the camera, the one at the back where there are two.
    ///
    /// # Errors
    /// Why there is no picture.
    pub async fn start() -> Result<Self, CameraProblem> {
        // Missing where the page is not served securely, whatever the types say.
        let devices = Reflect::get(&crate::browser::window().navigator(), &"mediaDevices".into())
            .ok()
            .and_then(|devices| devices.dyn_into::<web_sys::MediaDevices>().ok())
            .ok_or(CameraProblem::None)?;
        let video =
            object(&[("facingMode", "environment".into()), ("width", object(&[("ideal", 1280.into())]))]);
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&video);
        let asked = devices.get_user_media_with_constraints(&wanted).map_err(|error| problem(&error))?;
        let stream = JsFuture::from(asked).await.map_err(|error| problem(&error))?;
        let stream = stream.dyn_into::<MediaStream>().map_err(|_| CameraProblem::None)?;
        // Switched off even where the rest fails.
        let mut camera = Self { stream, reader: Reader(None) };
        camera.reader = Reader::new().await;
        Ok(camera)
    }

    /// Shows its picture.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.stream));
    }

    /// What reads codes in its picture.
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
    }
}

fn problem(error: &JsValue) -> CameraProblem {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraProblem::Refused,
        Some("NotReadableError" | "AbortError") => CameraProblem::Busy,
        _ => CameraProblem::None,
    }
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

/// Reads QR codes: the browser's own detector where there is one that knows them, else the app's.
#[derive(Clone)]
pub struct Reader(Option<JsValue>);

impl Reader {
    async fn new() -> Self {
        Self(Self::browsers_own().await)
    }

    async fn browsers_own() -> Option<JsValue> {
        let class = Reflect::get(&crate::browser::window(), &"BarcodeDetector".into()).ok()?;
        let class = class.dyn_into::<Function>().ok()?;
        let formats =
            Reflect::get(&class, &"getSupportedFormats".into()).ok()?.dyn_into::<Function>().ok()?;
        let formats = formats.call0(&class).ok()?.dyn_into::<Promise>().ok()?;
        let formats = JsFuture::from(formats).await.ok()?.dyn_into::<Array>().ok()?;
        let format = JsValue::from_str("qr_code");
        if !formats.includes(&format, 0) {
            return None;
        }
        let options = object(&[("formats", Array::of1(&format).into())]);
        Reflect::construct(&class, &Array::of1(&options)).ok()
    }

    /// The text of a code in the picture, if one is read.
    pub async fn read(&self, video: &HtmlVideoElement) -> Option<String> {
        match &self.0 {
            Some(detector) => detect(detector, video).await,
            None => decode(video),
        }
    }
}

async fn detect(detector: &JsValue, video: &HtmlVideoElement) -> Option<String> {
    let detect = Reflect::get(detector, &"detect".into()).ok()?.dyn_into::<Function>().ok()?;
    let found = detect.call1(detector, video).ok()?.dyn_into::<Promise>().ok()?;
    let found = JsFuture::from(found).await.ok()?.dyn_into::<Array>().ok()?;
    Reflect::get(&found.get(0), &"rawValue".into()).ok()?.as_string()
}

/// The picture is looked at in this width, in pixels, at most: codes that fill a third of it are read, and a small
/// phone does it in some hundredths of a second.
const WIDTH: u32 = 720;

fn decode(video: &HtmlVideoElement) -> Option<String> {
    let (width, height) = (video.video_width(), video.video_height());
    if width == 0 || height == 0 {
        return None;
    }
    let (wide, high) = if width > WIDTH { (WIDTH, height * WIDTH / width) } else { (width, height) };
    let canvas: HtmlCanvasElement =
        leptos::prelude::document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(wide);
    canvas.set_height(high);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context
        .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, f64::from(wide), f64::from(high))
        .ok()?;
    let pixels = context.get_image_data(0.0, 0.0, f64::from(wide), f64::from(high)).ok()?.data();
    let (pixels, _) = pixels.as_chunks::<4>();
    let grey: Vec<u8> = pixels
        .iter()
        .map(|[red, green, blue, _]| {
            let light = u32::from(*red) * 77 + u32::from(*green) * 151 + u32::from(*blue) * 28;
            u8::try_from(light >> 8).unwrap_or(u8::MAX)
        })
        .collect();
    let mut quirc = quircs::Quirc::default();
    let codes = quirc.identify(usize::try_from(wide).ok()?, usize::try_from(high).ok()?, &grey);
    codes
        .flatten()
        .filter_map(|code| code.decode().ok())
        .find_map(|data| String::from_utf8(data.payload).ok())
}
