#pragma once
void esp_rom_software_reset_system(void);
