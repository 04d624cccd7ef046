'use strict';

require('a-package-nobody-installed');
exports.handler = async () => ({ statusCode: 200 });
