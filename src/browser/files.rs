use super::window;
use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, HtmlAnchorElement, ShareData, Url};

/// Puts a file into the person's downloads.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = leptos::prelude::document();
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.set_hidden(true);
    if let Some(body) = document.body() {
        body.append_child(&link)?;
    }
    link.click();
    link.remove();
    // The browser reads the blob after this turn; a minute is long enough for any phone.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// Whether the device has a sheet to pass a file of this name and kind on with. Browsers differ in the kinds.
pub fn can_pass_on(name: &str, media_type: &str) -> bool {
    let navigator = window().navigator();
    let asks = js_sys::Reflect::has(&navigator, &"canShare".into()).unwrap_or(false);
    asks && sheet(name, media_type, &[0]).is_ok_and(|data| navigator.can_share_with_data(&data))
}

/// Shows the device's sheet to pass a file on with; whether somebody did, and did not close it again. Browsers show
/// it to a press only.
pub async fn pass_on(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    let Ok(data) = sheet(name, media_type, bytes) else { return false };
    wasm_bindgen_futures::JsFuture::from(window().navigator().share_with_data(&data)).await.is_ok()
}

fn sheet(name: &str, media_type: &str, bytes: &[u8]) -> Result<ShareData, JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    let file = File::new_with_u8_array_sequence_and_options(&parts, name, &options)?;
    let data = ShareData::new();
    data.set_files(&js_sys::Array::of1(&file));
    Ok(data)
}

/// The bytes of a file that a person chose.
pub async fn read_file(file: &web_sys::File) -> Result<Vec<u8>, JsValue> {
    let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
