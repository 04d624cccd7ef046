'use strict';

exports.handler = async () => {
  const a = ;
};
